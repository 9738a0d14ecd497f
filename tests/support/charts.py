"""The frame of charts that are drawn without a request."""

from datetime import date

from talentwatch.charts.renderer import Frame

FRAME = Frame(today=date(2026, 11, 27), site="https://talentwatch.example")
