{{ config(materialized='view') }}

select
    ingest_date,
    dataset,
    partitions,
    median_total,
    median_quarantine_rate,
from {{ ref('int_baselines') }}
