using System.Collections;
using System.Collections.Immutable;
using System.Text;
using GlmmDsl.Fits;
using GlmmDsl.Printing;

namespace GlmmDsl.Inference;

/// <summary>What leaving out each level of a grouping factor does to the coefficients, level by level.</summary>
public sealed class GroupInfluence : IReadOnlyList<LevelInfluence>
{
    private const int MostPrinted = 10;

    private readonly ImmutableArray<LevelInfluence> levels;
    private readonly NameLookup lookup;

    internal GroupInfluence(string group, ImmutableArray<string> coefficients, ImmutableArray<LevelInfluence> levels)
    {
        Group = group;
        Coefficients = coefficients;
        this.levels = levels;
        lookup = new NameLookup($"level of {group}", [.. levels.Select(l => l.Level)]);
    }

    /// <summary>lme4's name of the grouping factor, <c>b:a</c>.</summary>
    public string Group { get; }

    /// <summary>The names of the coefficients, in the order of <see cref="LevelInfluence.DfBetas"/>.</summary>
    public ImmutableArray<string> Coefficients { get; }

    /// <inheritdoc/>
    public int Count => levels.Length;

    /// <summary>A level by its place.</summary>
    public LevelInfluence this[int index] => levels[index];

    /// <summary>A level by its name.</summary>
    /// <exception cref="KeyNotFoundException">No such level; the message gives the nearest.</exception>
    public LevelInfluence this[string level] => levels[lookup.IndexOf(level)];

    /// <inheritdoc/>
    public IEnumerator<LevelInfluence> GetEnumerator() => ((IEnumerable<LevelInfluence>)levels).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The levels of the largest Cook's distances with their DFBETAS.</summary>
    public override string ToString()
    {
        LevelInfluence[] largest = [.. levels.OrderByDescending(l => double.IsNaN(l.CooksDistance) ? double.PositiveInfinity : l.CooksDistance).Take(MostPrinted)];
        int? distance = NumberColumn.Decimals(largest.Select(l => l.CooksDistance));
        int? change = NumberColumn.Decimals(largest.SelectMany(l => l.DfBetas), 3);
        var table = new TextTable([true, .. Enumerable.Repeat(false, 2 + Coefficients.Length)], [Group, "Rows", "Cook's D", .. Coefficients]);
        foreach (LevelInfluence level in largest)
        {
            table.Add([
                level.Level,
                FormattableString.Invariant($"{level.RowCount}"),
                NumberColumn.Format(level.CooksDistance, distance),
                .. level.DfBetas.Select(d => NumberColumn.Format(d, change, 3)),
            ]);
        }

        var text = new StringBuilder();
        text.Append("Leaving out one level of ").Append(Group).Append(": Cook's distance and DFBETAS");
        text.Append(levels.Length > largest.Length ? FormattableString.Invariant($" of the {largest.Length} most influential of {levels.Length} levels:\n") : ":\n");
        table.WriteTo(text, "");
        return text.ToString();
    }
}
