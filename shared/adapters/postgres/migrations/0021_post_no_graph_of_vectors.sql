-- Vectors are found by their signatures: the graph cost every text that is embedded more than the text's own row.

DROP INDEX CONCURRENTLY IF EXISTS knowledge.embedding_all_minilm_l6_v2_1;
