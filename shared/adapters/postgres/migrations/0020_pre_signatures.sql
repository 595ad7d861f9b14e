-- Of each vector the signs of its numbers, a bit each: narrow enough that all of a tenant's are compared for a question.

CREATE TABLE knowledge.signature (
    tenant_id    uuid NOT NULL,
    model        text NOT NULL,
    content_hash text NOT NULL,
    signature    bit varying NOT NULL,
    -- Read by itself: what is compared stands in the index.
    PRIMARY KEY (tenant_id, model, content_hash) INCLUDE (signature)
);
ALTER TABLE knowledge.signature ENABLE ROW LEVEL SECURITY;
ALTER TABLE knowledge.signature FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON knowledge.signature TO sre_projector USING (tenant_id = access.current_tenant())
    WITH CHECK (tenant_id = access.current_tenant());
CREATE POLICY reader ON knowledge.signature FOR SELECT TO sre_query USING (tenant_id = access.current_tenant());
CREATE POLICY operator ON knowledge.signature FOR SELECT TO sre_admin USING (true);
CREATE POLICY retention ON knowledge.signature TO sre_keeper USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON knowledge.signature TO sre_projector;
GRANT SELECT ON knowledge.signature TO sre_query, sre_admin;
GRANT SELECT, DELETE ON knowledge.signature TO sre_keeper;

CREATE FUNCTION knowledge.sign() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO knowledge.signature (tenant_id, model, content_hash, signature)
    SELECT tenant_id, model, content_hash, public.binary_quantize(embedding) FROM added ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE FUNCTION knowledge.unsign() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM knowledge.signature s USING gone g
    WHERE s.tenant_id = g.tenant_id AND s.model = g.model AND s.content_hash = g.content_hash;
    RETURN NULL;
END $$;
-- Whoever writes vectors: the code before this migration does, too.
CREATE TRIGGER signed AFTER INSERT ON knowledge.embedding REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION knowledge.sign();
CREATE TRIGGER unsigned AFTER DELETE ON knowledge.embedding REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION knowledge.unsign();

-- After the triggers, so that none is missed; it locks nothing that others write.
INSERT INTO knowledge.signature (tenant_id, model, content_hash, signature)
SELECT tenant_id, model, content_hash, public.binary_quantize(embedding) FROM knowledge.embedding ON CONFLICT DO NOTHING;
