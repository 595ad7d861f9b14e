-- One tenant's facts in the order in which they became certain: what the live feed follows.
CREATE INDEX fact_by_tenant_commit ON domain.fact (tenant_id, tx, position);
