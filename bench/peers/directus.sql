-- What Directus's settings of the data model would write about our tables, whose columns and foreign keys it finds by itself.
-- In the order of its tables: which collections there are, what each event has in lists, and by which columns.
INSERT INTO directus_collections (collection)
SELECT unnest(ARRAY[
    'events_newsevent', 'events_newsevent_people', 'events_newsevent_employments', 'events_eventorganization',
    'events_citation', 'people_person', 'people_organization', 'people_employment', 'people_source'
]);

INSERT INTO directus_fields (collection, field, special) VALUES
    ('events_newsevent', 'people', 'm2m'),
    ('events_newsevent', 'parts', 'm2m'),
    ('events_newsevent', 'employments', 'm2m'),
    ('events_newsevent', 'citations', 'm2m');

INSERT INTO directus_relations (many_collection, many_field, one_collection, one_field, junction_field) VALUES
    ('events_newsevent_people', 'newsevent_id', 'events_newsevent', 'people', 'person_id'),
    ('events_newsevent_people', 'person_id', 'people_person', NULL, 'newsevent_id'),
    ('events_eventorganization', 'event_id', 'events_newsevent', 'parts', 'organization_id'),
    ('events_eventorganization', 'organization_id', 'people_organization', NULL, 'event_id'),
    ('events_newsevent_employments', 'newsevent_id', 'events_newsevent', 'employments', 'employment_id'),
    ('events_newsevent_employments', 'employment_id', 'people_employment', NULL, 'newsevent_id'),
    ('events_citation', 'event_id', 'events_newsevent', 'citations', 'source_id'),
    ('events_citation', 'source_id', 'people_source', NULL, 'event_id');

UPDATE directus_users SET token = 'only-for-measuring';
