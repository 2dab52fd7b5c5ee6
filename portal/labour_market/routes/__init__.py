"""Pages about occupations, the labour-market balance and indicators. A view asks, calls and answers."""

from portal.labour_market.routes import balance, balance_imports, figure_imports, figures
from portal.labour_market.routes.blueprint import bp

__all__ = ["balance", "balance_imports", "bp", "figure_imports", "figures"]
