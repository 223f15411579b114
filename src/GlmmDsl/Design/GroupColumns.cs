using System.Collections.Immutable;

namespace GlmmDsl.Design;

/// <summary>
/// A grouping factor with the distinct columns that its terms carry: the terms that share a factor are amalgamated. Column 0 is always the
/// constant, so that an origin can be moved exactly.
/// </summary>
/// <param name="Group">The grouping factor.</param>
/// <param name="Columns">The columns after the constant, n numbers each.</param>
/// <param name="Terms">Indices of the factor's terms in the model's list.</param>
/// <param name="ColumnOf">For each of these terms and each of its columns, the index here (0 is the constant).</param>
internal sealed record GroupColumns(
    GroupingFactor Group, ImmutableArray<double[]> Columns, ImmutableArray<int> Terms, ImmutableArray<ImmutableArray<int>> ColumnOf)
{
    /// <summary>Number of columns, the constant included.</summary>
    public int Width => Columns.Length + 1;

    /// <summary>Amalgamates the terms of a model: one entry per grouping factor, in the order in which the terms name them first.</summary>
    public static ImmutableArray<GroupColumns> Amalgamate(ImmutableArray<RandomEffectsTerm> terms)
    {
        var result = ImmutableArray.CreateBuilder<GroupColumns>();
        foreach (var sharing in Enumerable.Range(0, terms.Length).GroupBy(t => terms[t].Group, ReferenceEqualityComparer.Instance))
        {
            var columns = ImmutableArray.CreateBuilder<double[]>();
            var columnOf = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
            foreach (int term in sharing)
            {
                columnOf.Add([.. terms[term].Columns.Select(c => IndexOf(columns, c))]);
            }

            result.Add(new GroupColumns((GroupingFactor)sharing.Key!, columns.ToImmutable(), [.. sharing], columnOf.ToImmutable()));
        }

        return result.ToImmutable();
    }

    private static int IndexOf(ImmutableArray<double[]>.Builder columns, double[]? column)
    {
        if (column is null)
        {
            return 0;
        }

        for (int i = 0; i < columns.Count; i++)
        {
            if (ReferenceEquals(columns[i], column) || columns[i].AsSpan().SequenceEqual(column))
            {
                return i + 1;
            }
        }

        columns.Add(column);
        return columns.Count;
    }
}
