-- An identity provider names a caller's tenant by its slug: whoever carries plans out finds it as the API does.
GRANT SELECT ON access.tenant TO sre_coder;
CREATE POLICY coder_by_slug ON access.tenant FOR SELECT TO sre_coder
    USING (slug = NULLIF(current_setting('app.tenant_slug', true), ''));
