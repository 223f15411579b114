using GlmmDsl.Design;

namespace GlmmDsl;

/// <summary>
/// The random-effects model matrix Z, n × q and sparse (R's <c>getME(fit, "Z")</c>): the terms in the order of θ, within a term level by level, and within a
/// level the term's columns. A row has as many entries as the terms have columns.
/// </summary>
public sealed class RandomEffectsMatrix
{
    private readonly RandomEffectsTerm[] terms;
    private readonly int[] starts;

    internal RandomEffectsMatrix(ModelMatrices matrices)
    {
        terms = [.. matrices.Random];
        RowCount = matrices.RowCount;
        starts = new int[terms.Length + 1];
        for (int t = 0; t < terms.Length; t++)
        {
            starts[t + 1] = checked(starts[t] + (terms[t].Width * terms[t].Group.Levels.Length));
        }
    }

    /// <summary>n, the number of rows used.</summary>
    public int RowCount { get; }

    /// <summary>q, the number of random effects.</summary>
    public int ColumnCount => starts[^1];

    /// <summary>An element.</summary>
    public double this[int row, int column]
    {
        get
        {
            (int t, int level, int k) = Place(column);
            ArgumentOutOfRangeException.ThrowIfNegative(row);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
            return terms[t].Group.Codes[row] == level ? terms[t].Columns[k]?[row] ?? 1 : 0;
        }
    }

    /// <summary>The random effect that a column belongs to.</summary>
    /// <param name="column">The index of the column, from 0.</param>
    public RandomEffectsColumn Column(int column)
    {
        (int t, int level, int k) = Place(column);
        return new RandomEffectsColumn(terms[t].Group.Name, terms[t].Group.Levels[level], terms[t].ColumnNames[k]);
    }

    /// <summary>The entries of a row for its own levels, in order of columns. Some of them may be 0; all other entries of the row are 0.</summary>
    /// <param name="row">The index of the row, from 0.</param>
    public IEnumerable<(int Column, double Value)> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return Entries(row);
    }

    /// <summary>The whole matrix as a new n × q array, for small models.</summary>
    /// <exception cref="OutOfMemoryException">n·q numbers do not fit in memory; read <see cref="Row"/> instead.</exception>
    public double[,] ToArray()
    {
        var all = new double[RowCount, ColumnCount];
        for (int row = 0; row < RowCount; row++)
        {
            foreach ((int column, double value) in Entries(row))
            {
                all[row, column] = value;
            }
        }

        return all;
    }

    private IEnumerable<(int Column, double Value)> Entries(int row)
    {
        for (int t = 0; t < terms.Length; t++)
        {
            int start = starts[t] + (terms[t].Group.Codes[row] * terms[t].Width);
            for (int k = 0; k < terms[t].Width; k++)
            {
                yield return (start + k, terms[t].Columns[k]?[row] ?? 1);
            }
        }
    }

    private (int Term, int Level, int Column) Place(int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, ColumnCount);
        int t = 0;
        while (column >= starts[t + 1])
        {
            t++;
        }

        (int level, int k) = Math.DivRem(column - starts[t], terms[t].Width);
        return (t, level, k);
    }
}

/// <summary>The random effect that a column of Z belongs to.</summary>
/// <param name="Group">lme4's name of the grouping factor.</param>
/// <param name="Level">The level.</param>
/// <param name="Name">R's name of the column that varies with it.</param>
public readonly record struct RandomEffectsColumn(string Group, string Level, string Name);
