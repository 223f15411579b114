using GlmmDsl.Completion.Places;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Completion.Proposals;

/// <summary>The levels a factor can be compared with, and the codings it can have.</summary>
internal static class LevelProposals
{
    /// <summary>The levels of a column.</summary>
    /// <param name="column">The column; null where it is not known.</param>
    /// <param name="quote">The quotation mark that the caret is behind; null where the level needs its own.</param>
    public static IEnumerable<Proposal> Of(KnownColumn? column, char? quote) =>
        column is null || column.Type.Levels.IsDefaultOrEmpty || quote == '`' ? []
            : column.Type.Kind == ColumnKind.Logical ? (quote is null ? column.Type.Levels.Select(level => Level(column, level, level)) : [])
            : column.Type.Levels.Select(level => Level(column, level, Written(level, quote)));

    /// <summary>The codings.</summary>
    public static IReadOnlyList<Proposal> Codings() =>
        [.. ContrastItems.CodingNames.Select(name => new Proposal(name, ProposalKind.Constant, "", name switch
        {
            "treatment" => "Each level against the first.",
            "sum" => "Each level against the mean of all; the last has no column.",
            "helmert" => "Each level against the mean of those before it.",
            _ => "Orthogonal polynomials: linear, quadratic, cubic ..",
        }))];

    private static Proposal Level(KnownColumn column, string level, string text) =>
        new(level, ProposalKind.Level, column.Name, $"The level {level} of {column.Name}" + (level == column.Type.Levels[0] ? ", its reference." : ".")) { Text = text };

    // Single marks: in most literals double ones would need escapes.
    private static string Written(string level, char? quote)
    {
        string quoted = QuotedText.Write(level, quote ?? '\'');
        return quote is null ? quoted : quoted.Substring(1, quoted.Length - 2);
    }
}
