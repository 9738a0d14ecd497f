"""Add import and export to the admin of every record in a timeline file.

people and events, which register these admins, are below this package and don't import it; so they are replaced here.
"""

from django.contrib import admin

# They register their admins when they are imported, which must come first.
import events.admin  # noqa: F401 as said above
import people.admin  # noqa: F401 as said above
from talentwatch.exchange.layout import LIST_OF
from talentwatch.exchange.views import ExchangeAdmin

for model in LIST_OF:
    record_admin = type(admin.site.get_model_admin(model))
    bases = (ExchangeAdmin, record_admin)
    admin.site.unregister(model)
    admin.site.register(model, type(record_admin.__name__, bases, {"__doc__": record_admin.__doc__}))
