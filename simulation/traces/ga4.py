"""Traces as JSON lines in the shape of Google Analytics 4's export: for whoever has queries for that already.

One line per event that an analytics tag could have seen (https://support.google.com/analytics/answer/7029846); what no
tag sees (true progress, luck) is left out, except the persona and the arm, which stand among the user's properties.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Final

from simulation.traces.table import COLUMNS, Batch, Labels
from simulation.traces.text import table

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
    "goal": "generate_lead",
    "sign_up": "sign_up",
    "message": "view_promotion",
    "leave": "user_engagement",
    "bounce": "user_engagement",
    "choice": "user_engagement",
}
"""Event that each other kind is; kinds that are not named are nothing that the tag of a visited page could see."""
DEVICES: Final = {"desktop": "desktop", "phone": "mobile", "tablet": "tablet"}


def _parameter(key: str, value: object) -> dict[str, Any]:
    kind = "int_value" if isinstance(value, int) else "double_value" if isinstance(value, float) else "string_value"
    return {"key": key, "value": {kind: value}}


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def write_ga4(batches: Iterable[Batch], labels: Labels, settings: Mapping[str, object], out: BinaryIO) -> None:
    """One JSON object per line. The first, `footfall_run`, says what was run; a basket is an add_to_cart first."""
    about = [_parameter(key, value) for key, value in settings.items()]
    out.write(f"{_json({'event_name': 'footfall_run', 'event_params': about})}\n".encode())
    teller = _Teller(labels, str(settings.get("currency", "")))
    out.writelines("".join(teller.lines(batch)).encode() for batch in batches)


class _Teller:
    """Lines out of batches. What many lines have in common is written out once."""

    def __init__(self, labels: Labels, currency: str) -> None:
        self.labels, self.currency = labels.texts, currency
        self.places = {column.name: place for place, column in enumerate(COLUMNS)}
        self.known: dict[tuple[object, ...], str] = {}

    def lines(self, batch: Batch) -> Iterator[str]:
        """The lines of a batch, which holds all that its visitors did in one arm."""
        session: dict[tuple[int, int], int] = {}
        filled: set[int] = set()
        names = list(self.places)
        stamps = batch["timestamp"].tolist()
        for ms, cells in zip(stamps, table(batch, self.labels), strict=True):
            row = dict(zip(names, cells, strict=True))
            who, event = row["visitor"], row["event"]
            start = session.setdefault((who, row["visit"]), ms)
            name = PAGES.get(row["page"], "page_view") if event == "view" else EVENTS.get(event)
            if event == "forget":
                filled.discard(who)
            if name is None:
                continue
            if name == "view_cart" and who not in filled:
                filled.add(who)
                yield self.line("add_to_cart", row, ms, start)
            yield self.line(name, row, ms, start)

    def line(self, name: str, row: Mapping[str, Any], ms: int, start: int) -> str:
        """One event."""
        user = f"{row['visitor']}.{row['arm']}"
        of_event = "".join(f",{_json(one)}" for one in self._of_event(name, row))
        return (
            f'{{"event_date":"{row["timestamp"][:10].replace("-", "")}","event_timestamp":{ms * 1000},'
            f'"event_name":"{name}","user_pseudo_id":{self._once(user)},"event_params":['
            f'{{"key":"ga_session_id","value":{{"int_value":{start // 1000}}}}},'
            f'{{"key":"ga_session_number","value":{{"int_value":{row["visit"]}}}}}{self._page(row)}{of_event}],'
            f"{self._visitor(row)}{self._sale(name, row, user, ms)}}}\n"
        )

    def _once(self, value: str) -> str:
        key = (value,)
        if key not in self.known:
            self.known[key] = _json(value)
        return self.known[key]

    def _page(self, row: Mapping[str, Any]) -> str:
        key = ("page", row["touchpoint"], row["title"])
        if key not in self.known:
            told = [_parameter("page_location", row["touchpoint"]), _parameter("page_title", row["title"] or "")]
            self.known[key] = "".join(f",{_json(one)}" for one in told) if row["touchpoint"] else ""
        return self.known[key]

    def _visitor(self, row: Mapping[str, Any]) -> str:
        names = ("persona", "arm", "device", "channel", "product")
        key = ("visitor", *(row[name] for name in names))
        if key not in self.known:
            told = {
                "user_properties": [_parameter("persona", row["persona"]), _parameter("arm", row["arm"])],
                "device": {"category": DEVICES[row["device"]]},
                "collected_traffic_source": {"manual_source": row["channel"], "manual_medium": row["channel"]},
                "items": [{"item_id": f"product-{row['product']}", "quantity": 1}] if row["product"] else [],
            }
            self.known[key] = _json(told)[1:-1]
        return self.known[key]

    def _of_event(self, name: str, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        if name == "user_engagement":
            return [_parameter("engagement_time_msec", round(1000 * (row["value"] or 0)))]
        if name == "view_promotion":
            return [_parameter("promotion_id", row["rule"]), _parameter("promotion_name", row["technique"])]
        if name == "purchase":
            return [_parameter("value", row["value"]), _parameter("currency", self.currency)]
        return []

    def _sale(self, name: str, row: Mapping[str, Any], user: str, ms: int) -> str:
        if name != "purchase":
            return ""
        return f',"ecommerce":{_json({"transaction_id": f"{user}.{ms}", "purchase_revenue": row["value"]})}'
