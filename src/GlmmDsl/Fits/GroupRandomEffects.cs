using System.Collections.Immutable;
using GlmmDsl.Fits;

namespace GlmmDsl;

/// <summary>The random effects of one grouping factor, levels by columns; the terms of the group are merged, including the parts of <c>||</c>.</summary>
public sealed class GroupRandomEffects
{
    private readonly ConditionalMode[,] modes;
    private readonly NameLookup levelLookup;
    private readonly NameLookup columnLookup;
    private readonly Func<GroupRandomEffects, string>? table;

    internal GroupRandomEffects(
        string group, ImmutableArray<string> levels, ImmutableArray<string> columns, ConditionalMode[,] modes, Func<GroupRandomEffects, string>? table)
    {
        this.table = table;
        Group = group;
        Levels = levels;
        Columns = columns;
        this.modes = modes;
        levelLookup = new NameLookup($"level of {group}", levels);
        columnLookup = new NameLookup($"random effect of {group}", columns);
    }

    /// <summary>lme4's name of the grouping factor, <c>b:a</c>.</summary>
    public string Group { get; }

    /// <summary>The q levels, in order; <c>b1:a1</c> for <c>b:a</c>.</summary>
    public ImmutableArray<string> Levels { get; }

    /// <summary>R's names of the k columns of all terms.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>A random effect by the indices of its level and column.</summary>
    public ConditionalMode this[int level, int column] => modes[level, column];

    /// <summary>A random effect by the names of its level and column.</summary>
    /// <exception cref="KeyNotFoundException">No such level or column.</exception>
    public ConditionalMode this[string level, string column] => modes[levelLookup.IndexOf(level), columnLookup.IndexOf(column)];

    /// <summary>A table of the conditional modes of the first levels.</summary>
    public override string ToString() => table?.Invoke(this) ?? nameof(GroupRandomEffects);

    /// <summary>The index of a level.</summary>
    /// <exception cref="KeyNotFoundException">No such level.</exception>
    public int IndexOf(string level) => levelLookup.IndexOf(level);

    /// <summary>Whether the fit has a level, and its index.</summary>
    public bool TryFind(string level, out int index)
    {
        index = levelLookup.Find(level) ?? -1;
        return index >= 0;
    }
}
