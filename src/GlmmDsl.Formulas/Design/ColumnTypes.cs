using System.Collections.Immutable;

namespace GlmmDsl.Formulas;

/// <summary>What a column is to a formula.</summary>
public enum ColumnKind
{
    /// <summary>A number.</summary>
    Numeric,

    /// <summary>A factor with the levels FALSE and TRUE; a number (0, 1) in arithmetic and as a response.</summary>
    Logical,

    /// <summary>A factor.</summary>
    Factor,

    /// <summary>A column that can only be a grouping factor (a date and time, say).</summary>
    GroupOnly,

    /// <summary>A column that cannot enter a model; <see cref="ColumnType.Remark"/> says why.</summary>
    Unusable,
}

/// <summary>What is known of a column before any row is read.</summary>
/// <param name="Name">The name formulas use.</param>
/// <param name="Kind">What the column is as a predictor.</param>
/// <param name="Levels">The levels in order where they are known at build; default (IsDefault) where they are known only from the rows.</param>
/// <param name="IsOrdered">Whether the factor is ordered: polynomial contrasts by default.</param>
/// <param name="Coding">The coding declared for the column; null for R's default.</param>
/// <param name="Remark">For an unusable or group-only column: why, and what to do.</param>
public sealed record ColumnType(
    string Name,
    ColumnKind Kind,
    ImmutableArray<string> Levels = default,
    bool IsOrdered = false,
    Coding? Coding = null,
    string? Remark = null);

/// <summary>The columns a formula can name: of a row type (generator, analyzers) or of a table (run time).</summary>
public interface IColumnTypes
{
    /// <summary>The names of all columns, for suggestions and messages.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>The column of that name (ordinal comparison); null when there is none.</summary>
    ColumnType? Find(string name);

    /// <summary>Whether the user has a function of that name with that many parameters, <c>double F(double, ..)</c>.</summary>
    bool HasFunction(string name, int arguments);

    /// <summary>The names of the user's functions, for suggestions.</summary>
    IEnumerable<string> FunctionNames { get; }
}
