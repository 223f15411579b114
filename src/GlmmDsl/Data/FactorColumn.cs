using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl;

/// <summary>A factor: a level for each row.</summary>
public sealed class FactorColumn : Column
{
    private readonly int[] codes;

    /// <summary>Makes a factor.</summary>
    /// <param name="name">The name formulas use.</param>
    /// <param name="levels">The levels in order, each once; the first is the reference.</param>
    /// <param name="codes">For each row the index of its level, -1 where missing. The array is taken over, not copied: do not change it.</param>
    /// <param name="isOrdered">Whether the levels are ordered: polynomial contrasts by default.</param>
    /// <param name="coding">How the levels are coded as fixed effects; null for R's default.</param>
    /// <param name="isLogical">Whether it is a logical: levels FALSE and TRUE, numbers 0 and 1 in arithmetic.</param>
    public FactorColumn(string name, ImmutableArray<string> levels, int[] codes, bool isOrdered = false, Coding? coding = null, bool isLogical = false)
        : base(name, codes.Length)
    {
        Levels = levels;
        this.codes = codes;
        IsOrdered = isOrdered;
        Coding = coding;
        IsLogical = isLogical;
    }

    /// <summary>The levels in order.</summary>
    public ImmutableArray<string> Levels { get; }

    /// <summary>For each row the index of its level, -1 where missing.</summary>
    public ReadOnlySpan<int> Codes => codes;

    /// <summary>Whether the levels are ordered.</summary>
    public bool IsOrdered { get; }

    /// <summary>How the levels are coded as fixed effects; null for R's default.</summary>
    public Coding? Coding { get; }

    /// <summary>Whether it is a logical.</summary>
    public bool IsLogical { get; }

    internal int[] Array => codes;

    internal override ColumnType Type =>
        new(Name, IsLogical ? ColumnKind.Logical : ColumnKind.Factor, Levels, IsOrdered, Coding);

    internal override NumericColumn AsNumeric(Func<int, string> rowLabel) => throw new NotSupportedException(Name);

    internal override FactorColumn AsFactor(Func<int, string> rowLabel) => this;
}
