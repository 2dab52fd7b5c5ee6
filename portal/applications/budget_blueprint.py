"""The budget's pages under their one address, and how a file is handed out from them."""

import io

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

bp = Blueprint("budgets", __name__, url_prefix="/applications/<int:application_id>/budget")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BLIND = "application/octet-stream"  # what people uploaded is handed back, never shown


def download(data: bytes, name: str, media_type: str) -> ResponseReturnValue:
    answer = send_file(io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
