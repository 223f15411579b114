using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>A variable of the plan: what its expression yields.</summary>
public sealed class PlanVariable(
    Variable variable,
    ColumnKind kind,
    ImmutableArray<string> suffixes,
    ImmutableArray<string> levels,
    bool isOrdered,
    Coding coding)
{
    /// <summary>Name and expression.</summary>
    public Variable Variable { get; } = variable;

    /// <summary>R's name.</summary>
    public string Name => Variable.Name;

    /// <summary>Numeric, logical or factor (group-only columns are factors here).</summary>
    public ColumnKind Kind { get; } = kind;

    /// <summary>For a numeric variable, what R appends to its name for each of its columns: one empty text, or "1", "2" for <c>poly(x, 2)</c>.</summary>
    public ImmutableArray<string> Suffixes { get; } = suffixes;

    /// <summary>For a factor, its levels in order; default (IsDefault) where they are known only from the rows.</summary>
    public ImmutableArray<string> Levels { get; } = levels;

    /// <summary>Whether the factor is ordered.</summary>
    public bool IsOrdered { get; } = isOrdered;

    /// <summary>For a factor, how it is coded where the fixed part codes it by contrasts.</summary>
    public Coding Coding { get; } = coding;

    /// <summary>For a factor, R's coding when none is declared: what random-effects terms use.</summary>
    public Coding DefaultCoding => IsOrdered ? Coding.Polynomial : Coding.Treatment;

    /// <summary>Whether it is a factor or a logical.</summary>
    public bool IsCategorical => Kind is not ColumnKind.Numeric;
}
