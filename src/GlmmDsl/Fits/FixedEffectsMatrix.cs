using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Fits;

namespace GlmmDsl;

/// <summary>The fixed-effects model matrix X, n × p (R's <c>getME(fit, "X")</c>, including the columns that were dropped as aliased).</summary>
public sealed class FixedEffectsMatrix
{
    private readonly double[][] columns;
    private readonly NameLookup lookup;

    internal FixedEffectsMatrix(ModelMatrices matrices)
    {
        // Of an ordinal model, thresholds stand in the place of the intercept.
        int first = matrices.Categories.IsEmpty ? 0 : 1;
        columns = matrices.FixedColumns[first..];
        RowCount = matrices.RowCount;
        ColumnNames = matrices.FixedNames[first..];
        lookup = new NameLookup("fixed-effects column", ColumnNames);
    }

    /// <summary>n, the number of rows used.</summary>
    public int RowCount { get; }

    /// <summary>p, the number of columns, including aliased ones: one per coefficient of the fit.</summary>
    public int ColumnCount => columns.Length;

    /// <summary>R's names of the p columns.</summary>
    public ImmutableArray<string> ColumnNames { get; }

    /// <summary>An element.</summary>
    public double this[int row, int column] => columns[column][row];

    /// <summary>A column by R's name, n numbers.</summary>
    /// <exception cref="KeyNotFoundException">No such column.</exception>
    public ImmutableArray<double> Column(string name) => [.. columns[lookup.IndexOf(name)]];

    /// <summary>The whole matrix, a new n × p array.</summary>
    public double[,] ToArray()
    {
        var all = new double[RowCount, ColumnCount];
        for (int j = 0; j < ColumnCount; j++)
        {
            for (int i = 0; i < RowCount; i++)
            {
                all[i, j] = columns[j][i];
            }
        }

        return all;
    }
}
