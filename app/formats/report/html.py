"""A report as one HTML page that needs nothing else: no script, no network, its pictures inside, every text escaped.

The page forbids itself to load anything (Content-Security-Policy), so that a title cannot make it.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape

from app.formats.report.model import Block, Figure, Grid, Heading, Points, Report, Text

_STYLE = """
:root {{ color-scheme: light; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0; background: {canvas}; color: {ink}; }}
body {{ font: 16px/1.5 'Source Sans Pro', 'Source Sans 3', system-ui, sans-serif; }}
main {{ max-width: 60rem; margin: 0 auto; padding: 3rem 2rem 5rem; background: {surface}; }}
h1 {{ font-size: 2.1rem; line-height: 1.15; margin: 0 0 .3rem; }}
h2 {{ font-size: 1.4rem; margin: 2.8rem 0 .6rem; padding-top: 1rem; border-top: 1px solid {line}; break-after: avoid; }}
h3 {{ font-size: 1.05rem; margin: 1.6rem 0 .4rem; break-after: avoid; }}
p {{ margin: .5rem 0; max-width: 46rem; overflow-wrap: anywhere; }}
.subtitle, .note, figcaption {{ color: {ink2}; }}
.note, figcaption {{ font-size: .9rem; }}
.lead {{ font-size: 1.3rem; line-height: 1.4; }}
.quote {{ border-left: 3px solid {iris}; padding-left: 1rem; font-style: italic; white-space: pre-line; }}
.badge {{ display: inline-block; margin: .6rem 0; padding: .15rem .8rem; }}
.badge {{ border: 1px dashed {ink2}; border-radius: 1rem; }}
table {{ border-collapse: collapse; margin: .8rem 0; width: 100%; font-variant-numeric: tabular-nums; }}
th, td {{ text-align: left; vertical-align: top; padding: .35rem .7rem .35rem 0; }}
th, td {{ border-bottom: 1px solid {line}; overflow-wrap: anywhere; }}
th {{ color: {ink2}; font-weight: 600; font-size: .9rem; }}
.right {{ text-align: right; }}
tr.strong td {{ font-weight: 600; }}
figure {{ margin: 1rem 0; break-inside: avoid; }}
figure img {{ max-width: 100%; height: auto; display: block; }}
ul {{ padding-left: 1.2rem; max-width: 46rem; }}
li {{ margin: .25rem 0; overflow-wrap: anywhere; }}
@media print {{ body {{ background: none; }} main {{ padding: 0; }} }}
"""


def html(report: Report, tokens: Mapping[str, str]) -> bytes:
    """The page, UTF-8. `tokens`: colours by token; canvas, surface, ink, ink2, line and iris are used."""
    badge = f'<div class="badge">{escape(report.badge)}</div>' if report.badge else ""
    body = "\n".join(_block(block) for block in report.blocks)
    page = f"""<!DOCTYPE html>
<html lang="{escape(report.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{escape(report.title)}</title>
<style>{_STYLE.format(**tokens)}</style>
</head>
<body>
<main>
<h1>{escape(report.title)}</h1>
<p class="subtitle">{escape(report.subtitle)}</p>
{badge}
{body}
</main>
</body>
</html>
"""
    return page.encode("utf-8")


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        tag = "h2" if block.level == 1 else "h3"
        return f"<{tag}>{escape(block.text)}</{tag}>"
    if isinstance(block, Text):
        return f'<p class="{block.role}">{escape(block.text)}</p>'
    if isinstance(block, Points):
        return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in block.items) + "</ul>"
    return _grid(block) if isinstance(block, Grid) else _figure(block)


def _grid(grid: Grid) -> str:
    def cells(row: tuple[str, ...], tag: str) -> str:
        return "".join(
            f'<{tag} class="right">{escape(text)}</{tag}>' if place in grid.right else f"<{tag}>{escape(text)}</{tag}>"
            for place, text in enumerate(row)
        )

    head = f"<thead><tr>{cells(grid.head, 'th')}</tr></thead>" if any(grid.head) else ""
    rows = "".join(
        f'<tr class="strong">{cells(row, "td")}</tr>' if place in grid.strong else f"<tr>{cells(row, 'td')}</tr>"
        for place, row in enumerate(grid.rows)
    )
    return f"<table>{head}<tbody>{rows}</tbody></table>"


def _figure(figure: Figure) -> str:
    data = base64.b64encode(figure.svg).decode("ascii")
    caption = f"<figcaption>{escape(figure.caption)}</figcaption>" if figure.caption else ""
    return (
        f'<figure><img style="width:{figure.width * 100:.0f}%" alt="{escape(figure.alt)}" '
        f'src="data:image/svg+xml;base64,{data}">{caption}</figure>'
    )
