using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Configuration;

/// <summary>The declared facts that the fits of a model check: those of the columns that it reads.</summary>
internal static class CheckedFacts
{
    /// <summary>The facts, each with its column and the one that it names; null for a fact about one column.</summary>
    public static IEnumerable<(ColumnFact Fact, RowColumn Column, RowColumn? Other)> Of(RowModel row, IEnumerable<RowColumn> read)
    {
        foreach (RowColumn column in read)
        {
            foreach (ColumnFact fact in column.Facts)
            {
                RowColumn? other = row.OtherOf(fact);
                bool isAboutTwo = fact.Kind is FactKind.ConstantWithin or FactKind.Aliases or FactKind.Time || fact is { Kind: FactKind.NestedIn, LabelsRepeat: false };
                if (fact.Kind == FactKind.RowKey || (isAboutTwo && other is not null && other != column && other.Kind != ColumnKind.Unusable))
                {
                    yield return (fact, column, other);
                }
            }
        }
    }

    /// <summary>The columns that must be read for these facts and are not read otherwise, each once.</summary>
    public static ImmutableArray<RowColumn> OthersOf(RowModel row, IEnumerable<RowColumn> read)
    {
        ImmutableArray<RowColumn> columns = read.ToImmutableArray();
        return Of(row, columns).Select(f => f.Other).OfType<RowColumn>().Where(c => !columns.Contains(c)).Distinct().ToImmutableArray();
    }
}
