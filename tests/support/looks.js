// Which elements of a page axe still has to judge, and axe for those alone.
//
// An element is judged by its rules once for everything that rules ask of it: its name, attributes and states, what it
// refers to, whether it has words or scrolls, and all of that for what it stands in and what stands in it. Its contrast
// is measured once for each look: what decides its colours. Rules that compare elements with one another are asked of
// the whole page whenever anything on it is new.
(() => {
    const LOOK = ['class', 'style', 'type', 'disabled', 'readonly', 'hidden', 'role', 'aria-current', 'aria-invalid',
        'aria-expanded', 'aria-selected', 'aria-disabled']
    const BY_ID = /^(for|headers|list|aria-(labelledby|describedby|controls|owns|activedescendant|details|errormessage|flowto))$/
    const AS_IT_STANDS = /^(class|style|type|role|lang|dir|scope|autocomplete|tabindex|rowspan|colspan|content|http-equiv|rel|open|target|accesskey|aria-.*)$/
    const CONTRAST = 'color-contrast', TURNED = 'css-orientation-lock', SCROLLS = 'scrollable-region-focusable'
    let seen = new Map()  // each element, and the two names under which it is known

    const hash = text => {
        let [a, b] = [7, 11]
        for (let at = 0; at < text.length; at++) {
            const code = text.charCodeAt(at)
            a = Math.imul(a ^ code, 16777619)
            b = Math.imul(b + code, 2246822507) ^ (b >>> 13)
        }
        return (a >>> 0).toString(36) + '.' + (b >>> 0).toString(36)
    }
    const words = each => Boolean(each?.textContent.trim())
    const found = id => { const it = document.getElementById(id); return it ? `${it.tagName}${words(it)}` : 'none' }

    const focused = each => each === document.activeElement && each !== document.body

    const said = ({name, value}) => {
        if (BY_ID.test(name)) return value.split(/\s+/).map(found)
        if (name === 'href' && value.startsWith('#')) return found(value.slice(1))
        return AS_IT_STANDS.test(name) ? value.replace(/\d+/g, '#') : Boolean(value.trim())
    }
    const own = (each, ids) => [
        each.tagName, each.checked, each.indeterminate, each.disabled, Boolean(each.value), focused(each),
        [...each.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()),
        [...each.labels ?? []].map(words), each.id && ids.get(each.id) > 1, each.checkVisibility(),
        each.scrollWidth > each.clientWidth, each.scrollHeight > each.clientHeight,
        ...[...each.attributes].map(one => `${one.name}=${said(one)}`),
    ].join('|')
    const look = each => [each.tagName, each.checked, each.hasAttribute('href'), focused(each),
        ...LOOK.map(name => each.getAttribute(name))].join('|')

    const walk = (each, above, lookAbove, ids) => {
        const self = own(each, ids), here = hash(above + self), looks = hash(lookAbove + look(each))
        const inside = [...each.children].map(child => walk(child, here, looks, ids))
        const whole = hash(self + inside.filter((one, at) => one !== inside[at - 1]))  // ten rows alike are as one
        seen.set(each, {rules: 'r' + hash(above + whole), contrast: 'c' + looks})
        return whole
    }
    const compares = rule => rule.id === SCROLLS || rule.id === TURNED ||
        [...rule.any, ...rule.all, ...rule.none].some(check => axe._audit.checks[check.id ?? check].after)

    window.looks = {
        sheets: () => [...document.styleSheets].map(one => one.href && new URL(one.href).pathname).join(' '),
        names() {
            const ids = new Map()
            for (const {id} of document.querySelectorAll('[id]')) ids.set(id, (ids.get(id) ?? 0) + 1)
            seen = new Map()
            walk(document.documentElement, '', '', ids)
            return [...new Set([...seen.values()].flatMap(Object.values))].join(' ')
        },
        async judge(names, sheetsAreNew) {
            const fresh = new Set(names.split(' '))
            const {gather} = Object.getPrototypeOf(axe._audit.rules[0])
            for (const rule of axe._audit.rules.filter(each => !compares(each))) {
                const kind = rule.id === CONTRAST ? 'contrast' : 'rules'
                const isFresh = ({actualNode}) => !seen.has(actualNode) || fresh.has(seen.get(actualNode)[kind])
                rule.gather = (...given) => gather.apply(rule, given).filter(isFresh)
            }
            const rules = {[TURNED]: {enabled: sheetsAreNew}}  // it reads every style sheet anew
            const options = {resultTypes: ['violations'], preload: sheetsAreNew, rules}
            const {violations, incomplete} = await axe.run(options)
            const broken = incomplete.filter(rule => JSON.stringify(rule).includes('error-occurred'))
            if (broken.length) throw Error(`axe could not ask: ${broken.map(rule => rule.id)}`)
            return {violations}
        },
    }
})()
