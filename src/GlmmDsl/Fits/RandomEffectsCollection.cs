using System.Collections;
using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl;

/// <summary>The conditional modes of a fit, one entry per grouping factor.</summary>
public sealed class RandomEffectsCollection : IReadOnlyList<GroupRandomEffects>
{
    private readonly ImmutableArray<GroupRandomEffects> groups;
    private readonly NameLookup lookup;

    /// <summary>Reads the conditional modes of a solution.</summary>
    /// <param name="matrices">The design.</param>
    /// <param name="solution">The solution.</param>
    /// <param name="table">Prints the modes of a group; passed in because printing belongs to the summaries, a layer above.</param>
    /// <param name="firstTerm">The place of the design's first term among those of the solution.</param>
    internal RandomEffectsCollection(ModelMatrices matrices, IModelSolution solution, Func<GroupRandomEffects, string>? table = null, int firstTerm = 0)
    {
        groups = [.. Enumerable.Range(0, matrices.Random.Length)
            .GroupBy(t => matrices.Random[t].Group.Name, StringComparer.Ordinal)
            .Select(g => Merge([.. g], matrices, solution, table, firstTerm))];
        lookup = new NameLookup("grouping factor", [.. groups.Select(g => g.Group)]);
    }

    /// <summary>The number of grouping factors.</summary>
    public int Count => groups.Length;

    /// <summary>A grouping factor by its index.</summary>
    public GroupRandomEffects this[int index] => groups[index];

    /// <summary>A grouping factor by lme4's name, <c>b:a</c>.</summary>
    /// <exception cref="KeyNotFoundException">No such grouping factor.</exception>
    public GroupRandomEffects this[string group] => groups[lookup.IndexOf(group)];

    /// <summary>For each grouping factor, a table of its first levels (R's <c>ranef</c>).</summary>
    public override string ToString() => string.Join("\n", groups);

    /// <inheritdoc/>
    public IEnumerator<GroupRandomEffects> GetEnumerator() => ((IEnumerable<GroupRandomEffects>)groups).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static GroupRandomEffects Merge(int[] terms, ModelMatrices matrices, IModelSolution solution, Func<GroupRandomEffects, string>? table, int firstTerm)
    {
        GroupingFactor group = matrices.Random[terms[0]].Group;
        ImmutableArray<string> columns = [.. terms.SelectMany(t => matrices.Random[t].ColumnNames)];
        var modes = new ConditionalMode[group.Levels.Length, columns.Length];
        int start = 0;
        foreach (int term in terms)
        {
            int width = matrices.Random[term].Width;
            double[,] values = solution.ConditionalModes[firstTerm + term];
            double[,] covariances = solution.ConditionalCovariances[firstTerm + term];
            for (int level = 0; level < group.Levels.Length; level++)
            {
                for (int k = 0; k < width; k++)
                {
                    // Rounding can leave a zero variance slightly negative.
                    double variance = Math.Max(covariances[level, (k * width) + k], 0);
                    modes[level, start + k] = new ConditionalMode(values[level, k], Math.Sqrt(variance));
                }
            }

            start += width;
        }

        return new GroupRandomEffects(group.Name, group.Levels, columns, modes, table);
    }
}
