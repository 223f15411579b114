using GlmmDsl.Design;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference.Comparison;

/// <summary>Whether a model is nested in another, decided from the spaces of their columns, however the formulas are written.</summary>
/// <param name="Reason">Why it is not; null where it is.</param>
/// <param name="Variances">The number of variances that the smaller model sets to zero.</param>
/// <param name="Correlations">The number of terms of which it sets nothing but the correlations, to 1, the end of their range.</param>
internal readonly record struct Nesting(string? Reason, int Variances, int Correlations = 0)
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

        var isWithOnes = new bool[held.Length];

        // What is the same in both models first: a term that is there twice over is part of another one too.
        foreach ((RandomEffectsTerm term, int? same) in small.Matrices.Random.Select(term => (term, Same(term))).OrderBy(pair => pair.Item2 is null).ToList())
        {
            bool isFound = false;
            for (int t = same ?? 0; t < held.Length && !isFound; t++)
            {
                RandomEffectsTerm other = large.Matrices.Random[t];
                var nesting = new RandomTermNesting(term, smallOrder, other, largeOrder);
                if ((held[t].Count == 0 || MayHoldMore(other, term, held[t])) && nesting.Columns() is { } columns)
                {
                    held[t].AddRange(columns);
                    isFound = true;
                    isWithOnes[t] = nesting.IsWithCorrelationsOfOne;
                }
            }

            if (!isFound)
            {
                return Not($"The random term {Name(term)} of the smaller model is no part of one of the larger model's terms.");
            }
        }

        int variances = 0, correlations = 0;
        for (int t = 0; t < held.Length; t++)
        {
            RandomEffectsTerm term = large.Matrices.Random[t];
            if (isWithOnes[t] && held[t].Count == 1 && StructureNesting.HasOneVariance(term.Structure))
            {
                correlations++;
                continue;
            }

            int dropped = Math.Max(0, term.Width - ColumnSpace.Rank(held[t]));
            if (dropped > 0 && StructureNesting.Variances(term) is null)
            {
                return new Nesting(null, 0);
            }

            variances += term.Structure == Formulas.CovarianceStructure.HomogeneousDiagonal ? Math.Min(1, dropped) : dropped;
        }

        return new Nesting(null, variances, correlations);

        int? Same(RandomEffectsTerm term)
        {
            int at = Enumerable.Range(0, held.Length).FirstOrDefault(t => new RandomTermNesting(term, smallOrder, large.Matrices.Random[t], largeOrder).IsSame, -1);
            return at < 0 ? null : at;
        }

        // An unstructured term holds any number of others, and one with a variance for each column its columns one by one.
        bool MayHoldMore(RandomEffectsTerm other, RandomEffectsTerm term, IEnumerable<double[]> before) =>
            other.Structure == Formulas.CovarianceStructure.Unstructured || (term.Width == 1 && StructureNesting.IsHeterogeneous(other.Structure)
                && before.Append([.. smallOrder.Select(i => term.Columns[0]?[i] ?? 1)]).All(c => other.Columns.Any(own => largeOrder.Zip(c).All(pair => (own?[pair.First] ?? 1) == pair.Second))));
    }

    private static string Name(RandomEffectsTerm term) =>
        $"{(term.Structure == Formulas.CovarianceStructure.Unstructured ? "" : Formulas.StructureNames.Of(term.Structure))}({string.Join(" + ", term.ColumnNames)} | {term.Group.Name})";

    /// <summary>Without rows: by the names of coefficients, groups and columns.</summary>
    private static Nesting ByNames(FittedModel small, FittedModel large)
    {
        var names = large.Matrices.FixedNames.ToHashSet(StringComparer.Ordinal);
        if (small.Matrices.FixedNames.FirstOrDefault(n => !names.Contains(n)) is { } outside)
        {
            return Not($"The smaller model has a coefficient that the larger one has not, {outside}; without rows no more can be told.");
        }

        int? dropped = StructureNesting.Variances(large.Matrices.Random);
        foreach (RandomEffectsTerm term in small.Matrices.Random)
        {
            if (!large.Matrices.Random.Any(t => t.Group.Name == term.Group.Name && (t.Structure == Formulas.CovarianceStructure.Unstructured
                ? term.ColumnNames.All(t.ColumnNames.Contains)
                : term.ColumnNames.SequenceEqual(t.ColumnNames) && StructureNesting.Contains(t.Structure, term.Structure, t.Width))))
            {
                return Not($"The random term {Name(term)} of the smaller model is no part of one of the larger model's terms; without rows no more can be told.");
            }

            dropped -= StructureNesting.Variances(term);
        }

        return new Nesting(null, Math.Max(dropped ?? 0, 0));
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
