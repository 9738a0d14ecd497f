"""Import and export at the desk's lists of records: set over their own admins here, since the timeline stands above them."""

from django.contrib import admin

import events.admin  # noqa: F401 its admins register themselves before
import people.admin  # noqa: F401 the same
from talentwatch.exchange.layout import LIST_OF
from talentwatch.exchange.views import ExchangeAdmin

for model in LIST_OF:
    own = type(admin.site.get_model_admin(model))
    admin.site.unregister(model)
    admin.site.register(model, type(own.__name__, (ExchangeAdmin, own), {"__doc__": own.__doc__}))
