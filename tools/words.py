"""Bring the translations in step with the code: extract the marked texts, update each language, compile.

    tools/words.py            extract, update and compile; says what is still to be translated
    tools/words.py --check    change nothing; exit 1 when the files on disk are not what that would write

A new text is marked in the code with `tr("…")`, `tr_in("context", "…")`, `plural("one", "many", n)`, `mark("…")` or
`mark_in("context", "…")`; after `make words` it waits, empty, in `app/locale/nl/LC_MESSAGES/footfall.po`.
"""

from __future__ import annotations

import argparse
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.words.findings import CONTEXT as FINDING  # noqa: E402 - found through the path set just above
from app.words.sentences import SENTENCES, VALUES  # noqa: E402
from simulation.evidence.catalogue import shipped  # noqa: E402

LOCALE = ROOT / "app" / "locale"
TEMPLATE = LOCALE / "footfall.pot"
DOMAIN = "footfall"
KEYWORDS = {
    "tr": None,
    "mark": None,
    "plural": (1, 2),
    "mark_plural": (1, 2),
    "tr_in": ((1, "c"), 2),
    "mark_in": ((1, "c"), 2),
}


def extracted() -> Catalog:
    """Every text marked in the code of `app`, with the files it stands in."""
    catalog = Catalog(domain=DOMAIN, project="Footfall", version="", charset="utf-8", fuzzy=False)
    for path in sorted((ROOT / "app").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for _line, text, comments, context in extract_from_file(
            "python", path, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
        ):
            catalog.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    for text in {*VALUES, *(text for texts in SENTENCES.values() for text in texts if text)}:
        catalog.add(text, locations=[("app/words/sentences.py", 0)], context=FINDING)
    for fact in shipped().values():
        for text in {fact.condition, fact.cost, fact.fatigue, fact.note} - {"", "stock", "date"}:
            catalog.add(text, locations=[("simulation/evidence/data/techniques.json", 0)], context="fact")
    return catalog


def as_text(catalog: Catalog) -> bytes:
    """The catalogue as a `.po` file: sorted, without line numbers or dates, so that it changes only with the texts."""
    out = io.BytesIO()
    write_po(out, catalog, width=110, sort_output=True, omit_header=True, include_lineno=False)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    if catalog.locale is not None:
        header += f'"Language: {catalog.locale}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n'
    return header.encode() + b"\n" + out.getvalue()


def languages() -> list[str]:
    """The languages there is a catalogue for."""
    return sorted(path.parent.parent.name for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def po_file(language: str) -> Path:
    """Where the translations of a language are written."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def updated(language: str, template: Catalog) -> Catalog:
    """The catalogue of a language with what the code says now: new texts empty, texts that are gone left out."""
    with po_file(language).open("rb") as file:
        catalog = read_po(file, locale=language, domain=DOMAIN)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    for entry in catalog:
        if entry.id and entry.fuzzy:  # a plural was added: what there was does not fit any more
            entry.string = ("",) * catalog.num_plurals if isinstance(entry.id, tuple | list) else ""
            entry.flags.discard("fuzzy")
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as a `.mo` file, the same bytes whenever it is made."""
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def wanted() -> tuple[dict[Path, bytes], dict[str, int]]:
    """What the files should hold, and how many texts each language still lacks."""
    template = extracted()
    files = {TEMPLATE: as_text(template)}
    missing: dict[str, int] = {}
    for language in languages():
        catalog = updated(language, template)
        files[po_file(language)] = as_text(catalog)
        files[po_file(language).with_suffix(".mo")] = compiled(catalog)
        missing[language] = sum(bool(entry.id) and not complete(entry.string) for entry in catalog)
    return files, missing


def complete(string: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether a text, every plural form of it, has been translated."""
    return bool(string) and all(string or ())


def main() -> int:
    """Write or check the files; 0 when they are in step and complete (writing: always, unless something breaks)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 when something is out of step")
    check = parser.parse_args().check
    files, missing = wanted()
    stale = [path for path, content in files.items() if not path.exists() or path.read_bytes() != content]
    if not check:
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[path])
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'out of step with the code: run make words' if check else 'written'}")
    for language, count in missing.items():
        if count:
            print(f"{po_file(language).relative_to(ROOT)}: {count} texts to translate")
    return int(check and bool(stale or any(missing.values())))


if __name__ == "__main__":
    sys.exit(main())
