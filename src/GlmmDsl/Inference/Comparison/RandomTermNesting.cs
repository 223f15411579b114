using GlmmDsl.Design;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference.Comparison;

/// <summary>
/// Decides whether a term of a smaller model is part of a term of a larger one: whether each covariance that it can give the rows, the other can give
/// them too. Rows are taken in the orders given.
/// </summary>
/// <param name="small">The smaller model's term.</param>
/// <param name="smallOrder">The order of its rows.</param>
/// <param name="large">The larger model's term.</param>
/// <param name="largeOrder">The order of its rows.</param>
internal sealed class RandomTermNesting(RandomEffectsTerm small, int[] smallOrder, RandomEffectsTerm large, int[] largeOrder)
{
    private readonly Lazy<double[][]> largeColumns = new(() => Columns(large, largeOrder));

    /// <summary>Whether the smaller term is the larger one.</summary>
    public bool IsSame => small.Structure == large.Structure && IsOneGrouping() && HasLargeColumns(Columns(small, smallOrder));

    /// <summary>The columns of the smaller term, from which the larger term's are made; null where it is not part of the other.</summary>
    public double[][]? Columns()
    {
        double[][] columns = Columns(small, smallOrder);
        if (IsOneGrouping())
        {
            // Independent columns are terms of one column each; a term of one column holds multiples of it only.
            return (large.Structure == Formulas.CovarianceStructure.Unstructured ? ColumnSpace.Contains(largeColumns.Value, columns) : IsStructured(columns)) ? columns : null;
        }

        return large.Structure == Formulas.CovarianceStructure.Unstructured && Roles() is { } roles && ColumnSpace.Contains(largeColumns.Value, roles) ? roles : null;
    }

    /// <summary>
    /// Inside a structure are smaller structures of its columns; one of its columns alone where variances differ, or several with compound symmetry; and one column that is the sum of all, with all
    /// correlations 1.
    /// </summary>
    private bool IsStructured(double[][] columns)
    {
        double[][] whole = largeColumns.Value;
        if (HasLargeColumns(columns))
        {
            return StructureNesting.Contains(large.Structure, small.Structure, large.Width);
        }

        if (StructureNesting.IsHeterogeneous(large.Structure) && (columns.Length == 1 || large.Structure == Formulas.CovarianceStructure.CompoundSymmetry)
            && columns.All(c => whole.Any(w => w.AsSpan().SequenceEqual(c))))
        {
            return StructureNesting.Contains(large.Structure, small.Structure, small.Width);
        }

        return IsSum(columns);
    }

    /// <summary>Whether the smaller term is the larger one with all correlations 1, at the end of their range: one column that is the sum of all.</summary>
    public bool IsWithCorrelationsOfOne => large.Width > 1 && StructureNesting.Variances(large) is null && IsOneGrouping() && IsSum(Columns(small, smallOrder));

    private bool IsSum(double[][] columns) => columns.Length == 1 && large.Structure != Formulas.CovarianceStructure.HomogeneousDiagonal
        && !columns[0].Where((value, i) => Math.Abs(value - largeColumns.Value.Sum(w => w[i])) > 1e-12 * Math.Abs(value)).Any();

    private bool HasLargeColumns(double[][] columns) =>
        columns.Length == large.Width && columns.Zip(largeColumns.Value).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    private static double[][] Columns(RandomEffectsTerm term, int[] order) =>
        [.. term.Columns.Select(c => order.Select(i => c?[i] ?? 1).ToArray())];

    /// <summary>Whether the levels of both groups hold the same rows.</summary>
    private bool IsOneGrouping() =>
        small.Group.Levels.Length == large.Group.Levels.Length && Follows(small.Group.Codes, smallOrder, large.Group.Codes, largeOrder, small.Group.Levels.Length);

    /// <summary>Whether the second codes are a function of the first.</summary>
    private static bool Follows(int[] first, int[] firstOrder, int[] second, int[] secondOrder, int levels)
    {
        var image = new int[levels];
        Array.Fill(image, -1);
        for (int i = 0; i < firstOrder.Length; i++)
        {
            ref int expected = ref image[first[firstOrder[i]]];
            int code = second[secondOrder[i]];
            if (expected >= 0 && expected != code)
            {
                return false;
            }

            expected = code;
        }

        return true;
    }

    /// <summary>
    /// For intercepts of <c>a:b</c> inside (b | a): inside a level of a, the rows of one level of b have the same columns, and rows of different levels others.
    /// The indicators of b are then the roles that the levels of <c>a:b</c> play inside each level of a. Null where there are none.
    /// </summary>
    private double[][]? Roles()
    {
        if (small.Width != 1 || small.Columns[0] is not null || !Follows(small.Group.Codes, smallOrder, large.Group.Codes, largeOrder, small.Group.Levels.Length))
        {
            return null;
        }

        double[][] columns = largeColumns.Value;
        var patterns = new Dictionary<string, int>(StringComparer.Ordinal);
        var role = new int[smallOrder.Length];
        var roleOfLevel = new int[small.Group.Levels.Length];
        Array.Fill(roleOfLevel, -1);
        var seen = new Dictionary<(int Outer, int Role), int>();
        for (int i = 0; i < role.Length; i++)
        {
            string pattern = string.Join(' ', columns.Select(c => BitConverter.DoubleToInt64Bits(c[i])));
            if (!patterns.TryGetValue(pattern, out role[i]))
            {
                role[i] = patterns.Count;
                patterns.Add(pattern, role[i]);
            }

            int level = small.Group.Codes[smallOrder[i]];
            (int, int) place = (large.Group.Codes[largeOrder[i]], role[i]);
            if (patterns.Count > columns.Length || (roleOfLevel[level] >= 0 && roleOfLevel[level] != role[i]) || (seen.TryGetValue(place, out int other) && other != level))
            {
                return null;
            }

            roleOfLevel[level] = role[i];
            seen[place] = level;
        }

        return [.. Enumerable.Range(0, patterns.Count).Select(r => role.Select(x => x == r ? 1.0 : 0).ToArray())];
    }
}
