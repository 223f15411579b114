using System.Collections.Immutable;
using System.Globalization;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference.Resampling;

/// <summary>
/// Designs whose groups are drawn with replacement from the levels of the outermost grouping factor, each copy with all its rows and as a group of its own, and so the
/// groups inside it. Safe to use from several threads.
/// </summary>
internal sealed class ClusterResampler
{
    private readonly ModelMatrices matrices;
    private readonly GroupingFactor outermost;
    private readonly int[][] rowsOfLevel;

    /// <summary>Prepares it.</summary>
    /// <exception cref="InvalidOperationException">No rows, no grouping factor, or factors that are crossed.</exception>
    public ClusterResampler(FittedModel model)
    {
        model.RequireRows("groups to draw");
        matrices = model.Matrices;
        GroupingFactor[] groups = [.. model.Groups.Concat(model.Solution.Others.SelectMany(o => o.Matrices.Random).Select(t => t.Group)).DistinctBy(g => g.Name, StringComparer.Ordinal)];
        outermost = groups.MinBy(g => g.Levels.Length) ?? throw new InvalidOperationException("The model has no grouping factor whose levels could be drawn. Use the parametric bootstrap.");
        foreach (GroupingFactor inner in groups.Where(g => g != outermost))
        {
            RequireNested(inner);
        }

        rowsOfLevel = [.. Enumerable.Range(0, outermost.Codes.Length).GroupBy(i => outermost.Codes[i]).OrderBy(g => g.Key).Select(g => g.ToArray())];
    }

    /// <summary>One design.</summary>
    public ModelMatrices Draw(KeyedRandom random)
    {
        var rows = new List<int>();
        var copies = new List<int>();
        for (int copy = 0; copy < rowsOfLevel.Length; copy++)
        {
            int[] drawn = rowsOfLevel[random.Next(rowsOfLevel.Length)];
            rows.AddRange(drawn);
            copies.AddRange(Enumerable.Repeat(copy, drawn.Length));
        }

        return Copies.Of(matrices, [.. rows], copies);
    }

    /// <summary>A design of a number of groups: those of the data in turn, each copy a group of its own.</summary>
    public ModelMatrices Take(int groups)
    {
        var rows = new List<int>();
        var copies = new List<int>();
        for (int copy = 0; copy < groups; copy++)
        {
            int[] taken = rowsOfLevel[copy % rowsOfLevel.Length];
            rows.AddRange(taken);
            copies.AddRange(Enumerable.Repeat(copy, taken.Length));
        }

        return Copies.Of(matrices, [.. rows], copies);
    }

    private void RequireNested(GroupingFactor inner)
    {
        var outer = new int[inner.Levels.Length];
        Array.Fill(outer, -1);
        for (int i = 0; i < inner.Codes.Length; i++)
        {
            ref int known = ref outer[inner.Codes[i]];
            if (known >= 0 && known != outermost.Codes[i])
            {
                throw new InvalidOperationException(
                    $"The grouping factors {ValueText.Quote(inner.Name)} and {ValueText.Quote(outermost.Name)} are crossed: drawing levels of the one tears those of the other apart. Use the parametric bootstrap.");
            }

            known = outermost.Codes[i];
        }
    }
}

/// <summary>Designs made of copies of rows.</summary>
internal static class Copies
{
    /// <summary>The rows in order, with a level of each group for every pair of copy and former level.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="rows">The rows; a row may occur again.</param>
    /// <param name="copies">The copy that each belongs to; equal levels of different copies are different groups.</param>
    public static ModelMatrices Of(ModelMatrices matrices, int[] rows, List<int> copies)
    {
        ModelMatrices drawn = RowSubset.Of(matrices, rows);
        var groups = new Dictionary<GroupingFactor, GroupingFactor>(ReferenceEqualityComparer.Instance);
        return Part(drawn);

        ModelMatrices Part(ModelMatrices part) => part with { Random = [.. part.Random.Select(Term)], ZeroInflation = Component(part.ZeroInflation), Dispersion = Component(part.Dispersion) };

        ComponentDesign? Component(ComponentDesign? component) => component is null ? null : component with { Matrices = Part(component.Matrices) };

        RandomEffectsTerm Term(RandomEffectsTerm term)
        {
            if (!groups.TryGetValue(term.Group, out GroupingFactor? group))
            {
                groups.Add(term.Group, group = Split(term.Group, copies));
            }

            return term with { Group = group };
        }
    }

    private static GroupingFactor Split(GroupingFactor group, List<int> copies)
    {
        var codes = new int[group.Codes.Length];
        var known = new Dictionary<(int Copy, int Level), int>();
        var levels = ImmutableArray.CreateBuilder<string>();
        for (int i = 0; i < codes.Length; i++)
        {
            (int, int) key = (copies[i], group.Codes[i]);
            if (!known.TryGetValue(key, out int code))
            {
                known.Add(key, code = levels.Count);
                levels.Add(string.Create(CultureInfo.InvariantCulture, $"{group.Levels[group.Codes[i]]}/{copies[i]}"));
            }

            codes[i] = code;
        }

        return new GroupingFactor(group.Name, levels.ToImmutable(), codes);
    }
}
