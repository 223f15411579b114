using GlmmDsl.Design;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference.Comparison;

/// <summary>Whether a model is nested in another, decided from the spaces of their columns, however the formulas are written.</summary>
/// <param name="Reason">Why it is not; null where it is.</param>
/// <param name="Variances">The number of variances that the smaller model sets to zero.</param>
internal readonly record struct Nesting(string? Reason, int Variances)
{
    /// <summary>Decides for two comparable fits.</summary>
    /// <param name="small">The fit with fewer parameters.</param>
    /// <param name="large">The fit with more.</param>
    public static Nesting Of(FittedModel small, FittedModel large)
    {
        if (small.Family.Label != large.Family.Label || small.Link != large.Link)
        {
            return Not($"The families or links differ: {small.Family.Label} with {small.Link} and {large.Family.Label} with {large.Link}.");
        }

        if (!small.Matrices.HasRows || !large.Matrices.HasRows)
        {
            return ByNames(small, large);
        }

        if (small.Comparability.Align(large.Comparability) is not { } orders)
        {
            return Not("The rows stand in different orders and equal values of the response make it impossible to match them, so the spaces of the columns cannot be compared. Give both models the rows in the same order.");
        }

        (int[] smallOrder, int[] largeOrder) = orders;
        if (!HaveOneOffset(small.Matrices.Offset, smallOrder, large.Matrices.Offset, largeOrder))
        {
            return Not("The offsets differ.");
        }

        double[][] fixedSpace = [.. FixedColumns(large, largeOrder)];
        int outside = FixedColumns(small, smallOrder).ToList().FindIndex(c => !ColumnSpace.Contains(fixedSpace, [c]));
        return outside >= 0
            ? Not($"The fixed effects of the smaller model are no part of the larger one's: {small.Matrices.FixedNames[small.Solution.Kept[outside]]} lies outside them.")
            : OfRandom(small, smallOrder, large, largeOrder);
    }

    private static Nesting OfRandom(FittedModel small, int[] smallOrder, FittedModel large, int[] largeOrder)
    {
        var held = new List<double[]>[large.Matrices.Random.Length];
        for (int t = 0; t < held.Length; t++)
        {
            held[t] = [];
        }

        foreach (RandomEffectsTerm term in small.Matrices.Random)
        {
            bool isFound = false;
            for (int t = 0; t < held.Length && !isFound; t++)
            {
                if (new RandomTermNesting(term, smallOrder, large.Matrices.Random[t], largeOrder).Columns() is { } columns)
                {
                    held[t].AddRange(columns);
                    isFound = true;
                }
            }

            if (!isFound)
            {
                return Not($"The random term ({string.Join(" + ", term.ColumnNames)} | {term.Group.Name}) of the smaller model is no part of one of the larger model's terms.");
            }
        }

        return new Nesting(null, large.Matrices.Random.Select((term, t) => term.Width - ColumnSpace.Rank(held[t])).Sum(dropped => Math.Max(dropped, 0)));
    }

    /// <summary>Without rows: by the names of coefficients, groups and columns.</summary>
    private static Nesting ByNames(FittedModel small, FittedModel large)
    {
        var names = large.Matrices.FixedNames.ToHashSet(StringComparer.Ordinal);
        if (small.Matrices.FixedNames.FirstOrDefault(n => !names.Contains(n)) is { } outside)
        {
            return Not($"The smaller model has a coefficient that the larger one has not, {outside}; without rows no more can be told.");
        }

        int dropped = large.Matrices.Random.Sum(t => t.Width);
        foreach (RandomEffectsTerm term in small.Matrices.Random)
        {
            if (!large.Matrices.Random.Any(t => t.Group.Name == term.Group.Name && term.ColumnNames.All(t.ColumnNames.Contains)))
            {
                return Not($"The random term ({string.Join(" + ", term.ColumnNames)} | {term.Group.Name}) of the smaller model is no part of one of the larger model's terms; without rows no more can be told.");
            }

            dropped -= term.Width;
        }

        return new Nesting(null, Math.Max(dropped, 0));
    }

    private static IEnumerable<double[]> FixedColumns(FittedModel model, int[] order) =>
        model.Solution.Kept.Select(k => order.Select(i => model.Matrices.FixedColumns[k][i]).ToArray());

    private static bool HaveOneOffset(double[]? first, int[] firstOrder, double[]? second, int[] secondOrder)
    {
        for (int i = 0; i < firstOrder.Length; i++)
        {
            if ((first?[firstOrder[i]] ?? 0) != (second?[secondOrder[i]] ?? 0))
            {
                return false;
            }
        }

        return true;
    }

    private static Nesting Not(string reason) => new(reason, 0);
}
