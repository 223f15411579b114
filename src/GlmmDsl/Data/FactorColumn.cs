using System.Collections.Immutable;
using GlmmDsl.Formulas;

namespace GlmmDsl.Data;

/// <summary>A factor: a level for each row.</summary>
public sealed class FactorColumn : Column
{
    /// <summary>The levels of a logical, as R writes them.</summary>
    internal static readonly ImmutableArray<string> LogicalLevels = ["FALSE", "TRUE"];

    private readonly int[] codes;

    /// <summary>Makes a factor.</summary>
    /// <param name="name">The name formulas use.</param>
    /// <param name="levels">The levels in order, each once; the first is the reference.</param>
    /// <param name="codes">For each row the index of its level, -1 where missing. The array is taken over, not copied: do not change it.</param>
    /// <param name="isOrdered">Whether the levels are ordered: polynomial contrasts by default.</param>
    /// <param name="coding">How the levels are coded as fixed effects; null for R's default.</param>
    /// <param name="isLogical">Whether it is a logical: levels FALSE and TRUE, numbers 0 and 1 in arithmetic.</param>
    /// <exception cref="ArgumentException">
    /// A level that comes twice or is null, no list of levels, a code without a level, a coding without a name, or a logical with other levels than FALSE and TRUE.
    /// </exception>
    public FactorColumn(string name, ImmutableArray<string> levels, int[] codes, bool isOrdered = false, Coding? coding = null, bool isLogical = false)
        : base(name, codes?.Length ?? throw new ArgumentNullException(nameof(codes)))
    {
        if (levels.IsDefault || levels.Contains(null!))
        {
            throw new ArgumentException($"The levels of {ValueText.Quote(name)} must not be null.", nameof(levels));
        }

        if (coding is Coding given && !Enum.IsDefined(given))
        {
            throw new ArgumentException($"The coding of {ValueText.Quote(name)} is {given}, which is not a Coding.", nameof(coding));
        }

        if (levels.Distinct(StringComparer.Ordinal).Count() != levels.Length)
        {
            throw new ArgumentException($"The levels of {ValueText.Quote(name)} are not distinct.", nameof(levels));
        }

        if (isLogical && !levels.SequenceEqual(LogicalLevels))
        {
            throw new ArgumentException($"The levels of the logical {ValueText.Quote(name)} must be FALSE and TRUE.", nameof(levels));
        }

        if (codes.AsSpan().ContainsAnyExceptInRange(-1, levels.Length - 1))
        {
            throw new ArgumentException($"A code of {ValueText.Quote(name)} has no level.", nameof(codes));
        }

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

    /// <summary>How a file spells the levels of a logical, each in one way, <c>F</c> and <c>T</c>; default where it is no logical, or spells one in two ways.</summary>
    internal ImmutableArray<string> Spelling { get; init; }

    /// <summary>Notices that a model using the factor raises about how its levels were found.</summary>
    internal ImmutableArray<Notice> Notices { get; init; } = [];

    internal override ColumnType Type =>
        new(Name, IsLogical ? ColumnKind.Logical : ColumnKind.Factor, Levels, IsOrdered, Coding);

    /// <summary>Makes a factor of texts: its levels are those that occur, in ordinal order.</summary>
    /// <param name="name">The name formulas use.</param>
    /// <param name="values">A text for each row; null where missing.</param>
    public static FactorColumn FromText(string name, IEnumerable<string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var encoder = new TextEncoder();
        foreach (string? value in values)
        {
            encoder.Add(value);
        }

        return encoder.ToFactor(name);
    }

    /// <summary>Makes a logical.</summary>
    /// <param name="name">The name formulas use.</param>
    /// <param name="values">A truth value for each row; null where missing.</param>
    public static FactorColumn FromLogical(string name, IEnumerable<bool?> values) =>
        new(name, LogicalLevels, [.. values.Select(v => v switch { null => -1, false => 0, true => 1 })], isLogical: true);

    internal override NumericColumn AsNumeric(Func<int, string> rowLabel)
    {
        if (!IsLogical)
        {
            throw new ModelDataException(
                $"Column {ValueText.Quote(Name)} is a factor (levels {ValueText.QuoteFew(Levels)}), and a number is needed where the formula uses it.",
                Name);
        }

        return new NumericColumn(Name, System.Array.ConvertAll(codes, code => code < 0 ? double.NaN : code));
    }

    internal override FactorColumn AsFactor(Func<int, string> rowLabel) => this;

    /// <summary>The same factor with another coding.</summary>
    internal FactorColumn WithCoding(Coding coding) => new(Name, Levels, codes, IsOrdered, coding, IsLogical) { Notices = Notices, Spelling = Spelling };

    /// <summary>A logical as the factor of its texts; null where these are not known.</summary>
    internal FactorColumn? AsSpelled() => Spelling.IsDefault ? null : new FactorColumn(Name, Spelling, codes);
}
