#!/usr/bin/env python3
"""The office's own way: what a finance office would write in Python for the collections of the benchmarks.

openpyxl reads the returns of two periods; the same totals, percentages and movements since the prior period are checked as
`piperoll check` checks them; XlsxWriter writes a consolidated workbook with formulas; WeasyPrint typesets the appendix as
PDF/UA-1. Prints the CPU time (user and system) and the peak of memory of each step; docs/performance.md holds its table.
Run by hand, never by the gate. Nothing here is used by the program.

    python3 -m venv /tmp/office
    /tmp/office/bin/pip install openpyxl==3.1.5 XlsxWriter==3.3.1 weasyprint==70.0    # also needs Pango
    cargo bench --no-default-features --bench reading -- --make /tmp/400 400
    /tmp/office/bin/python benches/office.py /tmp/400

What it writes goes beside the collection: /tmp/400.office.xlsx and /tmp/400.office.pdf. It knows this one form of return and
nothing else: no other headings, units, dates, looks, comments or hidden rows are understood, no figure is traced to its cell,
and no answer is kept.
"""

import json
import os
import resource
import sys
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from pathlib import Path

MONEY = {"Target": 1, "Forecast": 2, "Achieved": 4}
HEADINGS = ["Project", "Target", "Forecast", "%", "Achieved", "Timeline", "Risks"]


def read(folder):
    """Each period's areas in the order of their numbers: (name, rows, total row), a row being its row number and its cells."""
    from openpyxl import load_workbook

    periods = {}
    for period in sorted((folder / "returns").iterdir()):
        areas = []
        for path in sorted(period.glob("area-*.xlsx"), key=lambda path: int(path.stem.removeprefix("area-"))):
            book = load_workbook(path, read_only=True, data_only=True)
            rows, total, headed = [], None, False
            for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
                if not headed:
                    headed = list(cells) == HEADINGS
                elif cells[0] == "Total":
                    total = (number, cells)
                elif cells[0] is not None:
                    rows.append((number, cells))
            book.close()
            areas.append(("Service Area " + path.stem.removeprefix("area-"), rows, total))
        periods[period.name] = areas
    return periods


def whole_percent(part, whole):
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1), ROUND_HALF_UP) if whole else None


def check(periods):
    """What is wrong or has moved: (area, row, words); each scheme's opening and closing figures; and each area's."""
    findings, changes, moved = [], [], {}
    (_, before), (_, now) = list(periods.items())[-2:]
    for areas in (before, now):
        for area, rows, (total_row, total) in areas:
            for heading, column in MONEY.items():
                added = sum(cells[column] for _, cells in rows)
                if added != total[column]:
                    findings.append((area, total_row, f"{heading}: the total says {total[column]}, its rows come to {added}"))
            for number, cells in [*rows, (total_row, total)]:
                percent = whole_percent(cells[2], cells[1])
                stated = Decimal(str(cells[3])) * 100
                if percent is None or stated.quantize(Decimal(1), ROUND_HALF_UP) != percent:
                    findings.append((area, number, f"%: the row says {stated}, its figures come to {percent}"))
    opening = {(area, cells[0]): cells for area, rows, _ in before for _, cells in rows}
    for area, rows, _ in now:
        for number, cells in rows:
            old = opening.pop((area, cells[0]), None)
            if old is None:
                findings.append((area, number, f"{cells[0]} is new"))
            for heading, column in MONEY.items():
                was = old[column] if old else 0
                changes.append((area, cells[0], heading, was, cells[column]))
                if was != cells[column] and heading != "Achieved":
                    findings.append((area, number, f"{cells[0]}: {heading} was {was} and is {cells[column]}"))
                elif cells[column] < was:
                    findings.append((area, number, f"{cells[0]}: {heading} has fallen from {was} to {cells[column]}"))
    for (area, title), cells in opening.items():
        findings.append((area, 0, f"{title} is gone"))
        changes.extend((area, title, heading, cells[column], 0) for heading, column in MONEY.items())
    for area, _, heading, was, closing in changes:
        opened, closed = moved.get((area, heading), (0, 0))
        moved[area, heading] = (opened + was, closed + closing)
    return findings, changes, moved


def write_workbook(path, areas, findings, changes, moved):
    """A sheet for each area, one of all changes, one of movements for each figure, and the findings."""
    from xlsxwriter import Workbook

    book = Workbook(path)
    bold = book.add_format({"bold": True, "text_wrap": True})
    money = book.add_format({"num_format": "#,##0;-#,##0"})
    percent = book.add_format({"num_format": "0%"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for heading in MONEY:
        sheet = book.add_worksheet(f"Movement of {heading}")
        sheet.write_row(0, 0, ["Service area", "Opening", "Change", "Closing"], bold)
        for row, (area, _, _) in enumerate(areas, 1):
            sheet.write(row, 0, area)
            for column, source, result in zip((1, 3), "DF", moved[area, heading]):
                of = f"Changes!${source}$2:${source}${len(changes) + 1}"
                keys = f"Changes!$A$2:$A${len(changes) + 1},A{row + 1},Changes!$C$2:$C${len(changes) + 1},\"{heading}\""
                sheet.write_formula(row, column, f"=SUMIFS({of},{keys})", money, result)
            sheet.write_formula(row, 2, f"=D{row + 1}-B{row + 1}", money)
    for area, rows, _ in areas:
        sheet = book.add_worksheet(area)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_column(0, 0, 30)
        sheet.set_column(5, 6, 60)
        sheet.write_row(0, 0, HEADINGS, bold)
        for row, (_, cells) in enumerate(rows, 1):
            sheet.write(row, 0, cells[0], wrapped)
            for column in MONEY.values():
                sheet.write_number(row, column, cells[column], money)
            sheet.write_formula(row, 3, f"=C{row + 1}/B{row + 1}", percent, cells[2] / cells[1])
            sheet.write_row(row, 5, cells[5:7], wrapped)
        last = len(rows) + 1
        sheet.write(last, 0, "Total", bold)
        sums = {column: sum(cells[column] for _, cells in rows) for column in MONEY.values()}
        for column in MONEY.values():
            letter = "ABCDE"[column]
            sheet.write_formula(last, column, f"=SUM({letter}2:{letter}{last})", money, sums[column])
        sheet.write_formula(last, 3, f"=C{last + 1}/B{last + 1}", percent, sums[2] / sums[1])
    sheet = book.add_worksheet("Changes")
    sheet.write_row(0, 0, ["Service area", "Project", "Figure", "Opening", "Change", "Closing"], bold)
    for row, (area, title, heading, was, now) in enumerate(changes, 1):
        sheet.write_row(row, 0, [area, title, heading, was])
        sheet.write_formula(row, 4, f"=F{row + 1}-D{row + 1}", money, now - was)
        sheet.write(row, 5, now, money)
    sheet = book.add_worksheet("Findings")
    sheet.write_row(0, 0, ["Service area", "Row", "What was found"], bold)
    for row, finding in enumerate(findings, 1):
        sheet.write_row(row, 0, finding)
    book.close()


STYLE = """
@page { size: A4 landscape; margin: 15mm; @bottom-center { content: counter(page); font-size: 8pt } }
body { font-family: sans-serif; font-size: 8pt }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
caption { text-align: left; font-weight: bold }
th, td { border: 0.4pt solid #666; padding: 2pt; vertical-align: top; text-align: left; overflow-wrap: break-word }
.n { text-align: right }
thead { display: table-header-group }
tr { break-inside: avoid }
"""


def write_pdf(path, areas, moved):
    """The appendix: a table of movements for each figure, and a table for each area."""
    from weasyprint import HTML

    def table(caption, headings, rows, widths, numbers, total=None):
        yield f"<table><caption>{escape(caption)}</caption>"
        yield "".join(f'<col style="width: {width}%">' for width in widths) + "<thead><tr>"
        yield "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings) + "</tr></thead><tbody>"
        for cells in [*rows, *([total] if total else [])]:
            others = (
                f'<td class="n">{escape(str(cell))}</td>' if place in numbers else f"<td>{escape(str(cell))}</td>"
                for place, cell in enumerate(cells[1:], 1)
            )
            yield f'<tr><th scope="row">{escape(str(cells[0]))}</th>{"".join(others)}</tr>'
        yield "</tbody></table>"

    def shown(cells):
        numbers = [f"{cells[column]:,}" for column in (1, 2)]
        return [cells[0], *numbers, f"{whole_percent(cells[2], cells[1])}%", f"{cells[4]:,}", *(cells[5:7])]

    parts = ['<html lang="en-GB"><head><title>Savings</title></head><body><h1>Savings</h1>']
    for heading in MONEY:
        rows = []
        for area, _, _ in areas:
            was, now = moved[area, heading]
            rows.append([area, f"{was:,}", f"{now - was:,}", f"{now:,}"])
        parts.append(f"<h2>Movement of {heading}</h2>")
        headings = ["Service area", "Opening", "Change", "Closing"]
        parts.extend(table(f"{heading} by service area, £000s", headings, rows, [40, 20, 20, 20], {1, 2, 3}))
    for area, rows, total in areas:
        parts.append(f"<h2>{escape(area)}</h2>")
        total = shown([*total[1][:5], "", ""])
        shown_rows = [shown(cells) for _, cells in rows]
        parts.extend(table(f"{area}, £000s", HEADINGS, shown_rows, [14, 8, 8, 7, 8, 24, 31], {1, 2, 3, 4}, total))
    parts.append("</body></html>")
    html = "".join(parts).replace("<head>", f"<head><style>{STYLE}</style>", 1)
    HTML(string=html).write_pdf(path, pdf_variant="pdf/ua-1")


def measured(step, *arguments):
    """What the step gives back, its CPU seconds and this process's peak of memory in MiB."""
    before = os.times()
    result = step(*arguments)
    after = os.times()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return result, after.user - before.user + after.system - before.system, peak


def apart(step, *arguments):
    """The same in a process of its own, which has what was read; so each step's peak is its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _, seconds, peak = measured(step, *arguments)
        os.write(writing, json.dumps([seconds, peak]).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        text = said.read()
    os.waitpid(child, 0)
    if not text:
        sys.exit(f"{step.__name__} failed")
    return json.loads(text)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    periods, *reading = measured(read, folder)
    (findings, changes, moved), *checking = measured(check, periods)
    areas = periods[max(periods)]
    steps = {
        "read": reading,
        "check": checking,
        "workbook": apart(write_workbook, f"{folder}.office.xlsx", areas, findings, changes, moved),
        "PDF": apart(write_pdf, f"{folder}.office.pdf", areas, moved),
    }
    schemes = sum(len(rows) for _, rows, _ in areas)
    print(f"{schemes} schemes, {len(findings)} findings")
    for name, (seconds, peak) in steps.items():
        print(f"{name}: {seconds:.2f} s, {peak} MiB")
    print(f"all: {sum(seconds for seconds, _ in steps.values()):.2f} s, {max(peak for _, peak in steps.values())} MiB")


if __name__ == "__main__":
    main()
