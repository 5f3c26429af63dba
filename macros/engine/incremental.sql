{#
  Incremental models on DuckDB. Of the strategy replace_dates, as all of this project are, exactly the run's dates are
  replaced, also by nothing, in one transaction and straight from the model's query. Of any other, dbt-duckdb does as ever.
#}
{% materialization incremental, adapter='duckdb' %}
    {%- if not replaces_dates(model) %}{{ return(dbt.materialization_incremental_duckdb()) }}{% endif -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set is_new = load_cached_relation(this) is none -%}
    {%- do give_memory_back() -%}
    {{ run_hooks(pre_hooks, inside_transaction=false) }}
    {{ run_hooks(pre_hooks, inside_transaction=true) }}
    {%- call statement('main') -%}
        {{ create_table_as(false, target_relation, sql) if is_new else replaced_dates(target_relation, sql) }}
    {%- endcall -%}
    {{ run_hooks(post_hooks, inside_transaction=true) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=false) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#
  Of what models of many lines have freed, DuckDB's allocator keeps up to a gigabyte for later. Setting the limit, to what
  it is, returns that to the system.
#}
{% macro give_memory_back() %}
    {%- set limit = (target.config_options or {}).memory_limit -%}
    {%- if limit and not is_small_run() %}{% do run_query('set memory_limit = ' ~ sql_text(limit)) %}{% endif -%}
{% endmacro %}

{# True of a model, as dbt's graph has it, that holds rows by date, of which a run replaces just its own. #}
{% macro replaces_dates(node) %}
    {{ return(node.config.materialized == 'incremental' and node.config.incremental_strategy == 'replace_dates') }}
{% endmacro %}

{#
  SQL that replaces the run's dates. A model that reads its own rows of them (meta.reads_itself) is computed
  before they are deleted; any other is written as it is computed.
#}
{% macro replaced_dates(relation, query) %}
    {%- set rows = get_select_subquery(query) if config.get('contract').enforced else query -%}
    {%- set reads_itself = (config.get('meta') or {}).get('reads_itself', false) -%}
    {%- set computed = relation.identifier ~ '__new_rows' -%}
    {%- if reads_itself %}
    create or replace temporary table {{ computed }} as ({{ rows }}
    );
    {%- endif %}
    delete from {{ relation }} where {{ in_run_dates() }};
    insert into {{ relation }} by name ({{ 'from ' ~ computed if reads_itself else rows }}
    );
    {%- if reads_itself %}
    drop table temp.{{ computed }};
    {%- endif %}
{% endmacro %}

{#
  The same on Spark, which has no transactions: raw.begun_dates tells which dates are not whole. The query, as long
  as some are, is analysed once, for a view that all else is asked of. A model whose query is very long and whose rows are
  few (meta.is_long) is run as in a small run, as is what another thread plans meanwhile. The rows of a small run go into one file
  of a date, and so do a mart's, which are few, not into one per task; not those of a mart with a row per line (meta.has_lines).
#}
{% materialization incremental, adapter='spark' %}
    {%- if not replaces_dates(model) %}{{ return(dbt.materialization_incremental_spark()) }}{% endif -%}
    {%- set existing = load_relation(this) -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set new_rows = make_temp_relation(this) -%}
    {%- set meta = config.get('meta') or {} -%}
    {%- set is_long = meta.is_long and not is_small_run() -%}
    {%- set is_few = 'marts' in model.fqn and not meta.has_lines -%}
    {%- set hint = '/*+ coalesce(1) */ ' if is_small_run() else '/*+ repartition(1) */ ' if is_few else '' -%}
    {{ run_hooks(pre_hooks) }}
    {%- if is_long %}{% do suit_queries(true) %}{% endif -%}
    {%- call statement('new_rows') -%}create or replace temporary view {{ new_rows }} as {{ portable_sql(sql) }}{%- endcall -%}
    {%- set query = contracted('select ' ~ hint ~ '* from ' ~ new_rows) -%}
    {%- if existing is none -%}
        {%- call statement('main') -%}
            create table {{ target_relation }} using parquet partitioned by (ingest_date) as {{ query }}
        {%- endcall -%}
    {%- else -%}
        {%- do find_partitions(existing) -%}
        {%- do process_schema_changes(config.get('on_schema_change'), new_rows, existing) -%}
        {%- set columns = adapter.get_columns_in_relation(existing) | map(attribute='name') | list -%}
        {%- do replace_dates(target_relation, columns, new_rows, 'main', hint) -%}
    {%- endif -%}
    {%- if is_long %}{% do suit_queries(false) %}{% endif -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#
  Lets the catalog know the partitions of a table, where a driver that was killed as it created the table had
  written its files but not that.
#}
{% macro find_partitions(relation) %}
    {%- if relation.information and 'Partition Provider: Catalog' not in relation.information -%}
        {%- do run_query('msck repair table ' ~ relation) -%}
    {%- endif -%}
{% endmacro %}

{#
  Replaces the run's dates in a table that is partitioned by ingest_date. Spark's insert replaces the dates
  that it has rows of; those whose files are still there afterwards have none, and go.
#}
{% macro replace_dates(relation, columns, new_rows, statement_name='insert', hint='') %}
    {%- set files_of_run -%}
        select distinct ingest_date, _metadata.file_name as file_name from {{ relation }} where {{ in_run_dates() }}
    {%- endset -%}
    {%- set partitions = run_query('show partitions ' ~ relation).columns[0].values() -%}
    {%- set old_files = [] -%}
    {%- if partitions | map('replace', 'ingest_date=', '') | select('in', run_dates()) | list -%}
        {%- for row in run_query(files_of_run) %}{% do old_files.append(sql_text(row[1])) %}{% endfor -%}
    {%- endif -%}
    {%- call statement(statement_name) -%}
        insert overwrite table {{ relation }} partition (ingest_date)
        select {{ hint }}{{ columns | join(', ') }} from {{ new_rows }}
    {%- endcall -%}
    {%- if old_files -%}
        {%- set kept = run_query('select distinct ingest_date from (' ~ files_of_run ~ ') where file_name in (' ~ old_files | join(', ') ~ ')') -%}
        {%- do drop_dates(relation, kept.columns[0].values() | map('string') | list) -%}
    {%- endif -%}
{% endmacro %}

{# Removes dates from a table that is partitioned by ingest_date. #}
{% macro drop_dates(relation, dates) %}
    {%- set partitions = [] -%}
    {%- for date in dates %}{% do partitions.append("partition (ingest_date = date '" ~ date ~ "')") %}{% endfor -%}
    {%- if partitions -%}
        {%- do run_query('alter table ' ~ relation ~ ' drop if exists ' ~ partitions | join(', ')) -%}
    {%- endif -%}
{% endmacro %}
