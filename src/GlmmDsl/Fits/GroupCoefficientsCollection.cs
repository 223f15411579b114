using System.Collections;
using System.Collections.Immutable;
using GlmmDsl.Fits;

namespace GlmmDsl;

/// <summary>For each grouping factor, the coefficients of its levels, that is, fixed effects plus conditional modes: R's <c>coef(fit)</c>.</summary>
public sealed class GroupCoefficientsCollection : IReadOnlyList<GroupCoefficients>
{
    private readonly ImmutableArray<GroupCoefficients> groups;
    private readonly NameLookup lookup;

    internal GroupCoefficientsCollection(IEnumerable<KeyValuePair<string, double>> fixedEffects, RandomEffectsCollection randomEffects, Func<GroupCoefficients, string> table)
    {
        groups = [.. randomEffects.Select(g => new GroupCoefficients(g, [.. fixedEffects], table))];
        lookup = new NameLookup("grouping factor", [.. groups.Select(g => g.Group)]);
    }

    /// <summary>The number of grouping factors.</summary>
    public int Count => groups.Length;

    /// <summary>A grouping factor by its index.</summary>
    public GroupCoefficients this[int index] => groups[index];

    /// <summary>A grouping factor by lme4's name, <c>b:a</c>.</summary>
    /// <exception cref="KeyNotFoundException">No such grouping factor.</exception>
    public GroupCoefficients this[string group] => groups[lookup.IndexOf(group)];

    /// <summary>For each grouping factor, a table of its first levels.</summary>
    public override string ToString() => string.Join("\n", groups);

    /// <inheritdoc/>
    public IEnumerator<GroupCoefficients> GetEnumerator() => ((IEnumerable<GroupCoefficients>)groups).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>
/// The coefficients of the levels of one grouping factor, levels by columns: for each column, the fixed effect plus the level's conditional mode. The columns are
/// those of the fixed effects that were estimated, followed by those of random effects without a fixed effect, which counts as 0, as in R.
/// </summary>
public sealed class GroupCoefficients
{
    private readonly GroupRandomEffects effects;
    private readonly double[] fixedEffects;
    private readonly int[][] modes;
    private readonly NameLookup lookup;
    private readonly Func<GroupCoefficients, string> table;

    internal GroupCoefficients(GroupRandomEffects effects, ImmutableArray<KeyValuePair<string, double>> fixedEffects, Func<GroupCoefficients, string> table)
    {
        this.table = table;
        this.effects = effects;
        Columns = [.. fixedEffects.Select(f => f.Key), .. effects.Columns.Except(fixedEffects.Select(f => f.Key), StringComparer.Ordinal)];
        this.fixedEffects = [.. fixedEffects.Select(f => f.Value), .. new double[Columns.Length - fixedEffects.Length]];

        // A column can occur in two terms of the group: both modes count.
        modes = [.. Columns.Select(name => Enumerable.Range(0, effects.Columns.Length).Where(k => effects.Columns[k] == name).ToArray())];
        lookup = new NameLookup("coefficient", Columns);
    }

    /// <summary>lme4's name of the grouping factor.</summary>
    public string Group => effects.Group;

    /// <summary>The q levels, in order.</summary>
    public ImmutableArray<string> Levels => effects.Levels;

    /// <summary>R's names of the columns.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>A coefficient by the indices of its level and column.</summary>
    public double this[int level, int column]
    {
        get
        {
            double sum = fixedEffects[column];
            foreach (int mode in modes[column])
            {
                sum += effects[level, mode].Value;
            }

            return sum;
        }
    }

    /// <summary>A coefficient by the names of its level and column.</summary>
    /// <exception cref="KeyNotFoundException">No such level or column.</exception>
    public double this[string level, string column] => this[effects.IndexOf(level), lookup.IndexOf(column)];

    /// <summary>A table of the coefficients of the first levels.</summary>
    public override string ToString() => table(this);

    /// <summary>The index of a column; null if there is none with that name.</summary>
    internal int? FindColumn(string name) => lookup.Find(name);
}
