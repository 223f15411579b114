using System.Collections.Immutable;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference.Means;

/// <summary>
/// Which variables of a reference grid are nested in others, as emmeans finds it: where each level of one occurs with a single level of another in the rows, as a state in its region, or
/// where the formula says so, as in <c>region/state</c>, whose terms hold the nested factor only inside interactions.
/// </summary>
internal sealed class NestedFactors
{
    private readonly ReferenceGrid grid;
    private readonly SortedDictionary<int, SortedSet<int>> groups = [];

    private NestedFactors(ReferenceGrid grid) => this.grid = grid;

    /// <summary>The nested variables.</summary>
    public IReadOnlyCollection<int> Nested => groups.Keys;

    /// <summary><c>state %in% region</c>, one for each nested variable.</summary>
    public ImmutableArray<string> Texts => [.. groups.Select(g => $"{grid.Variables[g.Key].Name} %in% {(g.Value.Count == 1 ? Names(g.Value) : $"({Names(g.Value)})")}")];

    /// <summary>Finds them.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="counts">How many rows of the data each row of the grid has; null where it is not known.</param>
    public static NestedFactors Of(FittedModel model, ReferenceGrid grid, double[]? counts)
    {
        var found = new NestedFactors(grid);
        int[] several = [.. Enumerable.Range(0, grid.Variables.Length).Where(v => grid.Variables[v].Labels.Length > 1)];
        if (several.Length < 2)
        {
            return found;
        }

        if (counts is not null)
        {
            found.AddOfRows(several, counts);
        }

        found.AddOfFormula(model, several);
        found.Close();
        return found;
    }

    /// <summary>What a variable is nested in.</summary>
    public IReadOnlyCollection<int> GroupsOf(int variable) => groups.TryGetValue(variable, out SortedSet<int>? own) ? own : [];

    private void AddOfRows(int[] several, double[] counts)
    {
        int[][] codes = Array.ConvertAll(several, grid.Codes);
        for (int i = 0; i < several.Length; i++)
        {
            for (int j = 0; j < several.Length; j++)
            {
                // Of two that determine each other, the first is nested in the second.
                if (i != j && !GroupsOf(several[j]).Contains(several[i]) && IsDetermined(codes[i], grid.Variables[several[i]].Labels.Length, codes[j], counts))
                {
                    Add(several[i], several[j]);
                }
            }
        }
    }

    private static bool IsDetermined(int[] codes, int count, int[] by, double[] counts)
    {
        int[] only = [.. Enumerable.Repeat(-1, count)];
        for (int row = 0; row < codes.Length; row++)
        {
            if (counts[row] > 0)
            {
                if (only[codes[row]] >= 0 && only[codes[row]] != by[row])
                {
                    return false;
                }

                only[codes[row]] = by[row];
            }
        }

        return true;
    }

    /// <summary>
    /// A variable without a main effect is nested in those that R codes by indicators in a term where it is coded by contrasts itself: whose removal from the term leaves no term of the model.
    /// </summary>
    private void AddOfFormula(FittedModel model, int[] several)
    {
        HashSet<int>[] terms = [.. model.Matrices.Plan.Fixed.Where(t => !t.IsIntercept).Select(t =>
            t.Factors.SelectMany(f => ReferencedNames.In(f.Variable.Variable.Expression)).Select(n => grid.Find(n)).Where(v => v >= 0).ToHashSet())];
        bool Has(IEnumerable<int> term) => terms.Any(t => t.SetEquals(term));
        foreach (int variable in several)
        {
            HashSet<int>[] own = [.. terms.Where(t => t.Contains(variable))];
            if (own.Length == 0 || Has([variable]))
            {
                continue;
            }

            HashSet<int>[] inside = [.. own.Where(t => Has(t.Except([variable])))];
            HashSet<int>[] full = [.. (inside.Length > 0 ? inside : own).Select(t => t.Where(v => v != variable && several.Contains(v) && !Has(t.Except([v]))).ToHashSet())];
            foreach (int group in full.Where(f => !full.Any(f.IsProperSupersetOf)).SelectMany(f => f))
            {
                Add(variable, group);
            }
        }
    }

    /// <summary>What a group is nested in, the nested variable is nested in too; none is nested in itself.</summary>
    private void Close()
    {
        foreach (int variable in groups.Keys)
        {
            foreach (int group in groups[variable].ToArray())
            {
                groups[variable].UnionWith(GroupsOf(group));
            }
        }

        foreach (int variable in groups.Keys.Where(v => groups[v].Contains(v)).ToArray())
        {
            _ = groups.Remove(variable);
        }
    }

    private void Add(int variable, int group)
    {
        if (!groups.TryGetValue(variable, out SortedSet<int>? own))
        {
            groups.Add(variable, own = []);
        }

        _ = own.Add(group);
    }

    private string Names(IEnumerable<int> variables) => string.Join('*', variables.Select(v => grid.Variables[v].Name));
}
