"""Traces as JSON lines in the shape of Google Analytics 4's export: for whoever has queries for that already.

One line per event that an analytics tag could have seen (https://support.google.com/analytics/answer/7029846); what no
tag sees (true progress, luck) is left out, except the persona and the arm, which stand among the user's properties.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, Final

from simulation.traces.table import COLUMNS, Batch, Labels
from simulation.traces.text import iso, table

PAGES: Final = {
    "list": "view_item_list",
    "search": "view_search_results",
    "product": "view_item",
    "basket": "view_cart",
    "details": "begin_checkout",
    "payment": "add_payment_info",
}
"""Event that a view of a page of this type is; of any other type it is a page_view."""
EVENTS: Final = {
    "visit": "session_start",
    "order": "purchase",
    "repeat": "purchase",
    "sent_back": "refund",
    "goal": "generate_lead",
    "sign_up": "sign_up",
    "message": "view_promotion",
    "leave": "user_engagement",
    "bounce": "user_engagement",
    "choice": "user_engagement",
}
"""Event that each other kind is; kinds that are not named are nothing a tag could see."""
DEVICES: Final = {"desktop": "desktop", "phone": "mobile", "tablet": "tablet"}
_DAY = 10


def _parameter(key: str, value: object) -> dict[str, Any]:
    kind = "int_value" if isinstance(value, int) else "double_value" if isinstance(value, float) else "string_value"
    return {"key": key, "value": {kind: value}}


def write_ga4(batches: Iterable[Batch], labels: Labels, settings: Mapping[str, object], out: BinaryIO) -> None:
    """One JSON object per line. The first, `footfall_run`, says what was run; a basket is an add_to_cart first."""
    about = [_parameter(key, value) for key, value in settings.items()]
    _write(out, [{"event_name": "footfall_run", "event_params": about}])
    names = [column.name for column in COLUMNS]
    session: dict[tuple[object, object, object], int] = {}
    filled: set[tuple[object, object]] = set()
    currency = str(settings.get("currency", ""))
    for batch in batches:
        lines: list[dict[str, Any]] = []
        session.clear()
        filled.clear()
        stamps = batch["timestamp"].tolist()
        for ms, cells in zip(stamps, table(batch, labels.texts), strict=True):
            row = dict(zip(names, cells, strict=True))
            who = (row["visitor"], row["arm"])
            start = session.setdefault((*who, row["visit"]), ms)
            name = PAGES.get(row["page"], "page_view") if row["event"] == "view" else EVENTS.get(row["event"])
            if row["event"] == "forget":
                filled.discard(who)
            if name is None:
                continue
            if name == "view_cart" and who not in filled:
                filled.add(who)
                lines.append(_line("add_to_cart", row, ms, start, currency))
            lines.append(_line(name, row, ms, start, currency))
        _write(out, lines)


def _line(name: str, row: Mapping[str, Any], ms: int, start: int, currency: str) -> dict[str, Any]:
    parameters = [_parameter("ga_session_id", start // 1000), _parameter("ga_session_number", row["visit"])]
    if row["touchpoint"]:
        parameters += [_parameter("page_location", row["touchpoint"]), _parameter("page_title", row["title"] or "")]
    if name == "user_engagement":
        parameters.append(_parameter("engagement_time_msec", round(1000 * (row["value"] or 0))))
    if name == "view_promotion":
        parameters += [_parameter("promotion_id", row["rule"]), _parameter("promotion_name", row["technique"])]
    sold = name in {"purchase", "refund"}
    line: dict[str, Any] = {
        "event_date": iso(ms)[:_DAY].replace("-", ""),
        "event_timestamp": ms * 1000,
        "event_name": name,
        "user_pseudo_id": f"{row['visitor']}.{row['arm']}",
        "event_params": parameters,
        "user_properties": [_parameter("persona", row["persona"]), _parameter("arm", row["arm"])],
        "device": {"category": DEVICES[row["device"]]},
        "collected_traffic_source": {"manual_source": row["channel"], "manual_medium": row["channel"]},
        "items": [{"item_id": f"product-{row['product']}", "quantity": 1}] if row["product"] else [],
    }
    if sold:
        bought = f"{row['visitor']}.{row['arm']}.{ms}"
        money = {"purchase_revenue": row["value"]} if name == "purchase" else {"refund_value": row["value"]}
        line["ecommerce"] = {"transaction_id": bought, **money}
        parameters += [_parameter("value", row["value"]), _parameter("currency", currency)]
    return line


def _write(out: BinaryIO, lines: Iterable[Mapping[str, Any]]) -> None:
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    out.write(text.encode())
