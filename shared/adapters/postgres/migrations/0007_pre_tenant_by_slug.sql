-- A verified token of an identity provider names its tenant by slug; knowing the slug opens that one row.
CREATE POLICY by_slug ON access.tenant FOR SELECT TO sre_query
    USING (slug = NULLIF(current_setting('app.tenant_slug', true), ''));
