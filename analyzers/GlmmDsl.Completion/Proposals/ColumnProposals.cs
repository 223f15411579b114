using GlmmDsl.Completion.Places;
using GlmmDsl.Formulas;

namespace GlmmDsl.Completion.Proposals;

/// <summary>The columns that can stand in each place of a formula.</summary>
internal static class ColumnProposals
{
    private const int MostLevels = 12;

    /// <summary>Columns that can be a response: numbers and logicals first.</summary>
    public static IEnumerable<Proposal> Responses(KnownColumns? known) =>
        Those(known, column => column.Type.Kind is ColumnKind.Numeric or ColumnKind.Logical).Concat(Those(known, column => column.Type.Kind == ColumnKind.Factor));

    /// <summary>Columns that can be terms: all but the response.</summary>
    public static IEnumerable<Proposal> Terms(KnownColumns? known, string? response) => Those(known, column => IsVariable(column) && column.Name != response);

    /// <summary>Columns that can be grouping factors.</summary>
    public static IEnumerable<Proposal> Groups(KnownColumns? known) => Those(known, column => column.IsGrouping);

    /// <summary>Columns that a function can take in one place.</summary>
    public static IEnumerable<Proposal> Arguments(KnownColumns? known, ArgumentKind kind) =>
        Those(known, column => kind switch
        {
            ArgumentKind.Number => column.Type.Kind is ColumnKind.Numeric or ColumnKind.Logical,
            ArgumentKind.Grouping => column.Type.Kind != ColumnKind.Unusable,
            _ => IsVariable(column),
        });

    /// <summary>Columns that are numbers.</summary>
    public static IEnumerable<Proposal> Numbers(KnownColumns? known) => Those(known, column => column.Type.Kind == ColumnKind.Numeric);

    /// <summary>Columns that are factors.</summary>
    public static IEnumerable<Proposal> Factors(KnownColumns? known) => Those(known, column => column.Type.Kind is ColumnKind.Factor or ColumnKind.Logical);

    private static bool IsVariable(KnownColumn column) => column.Type.Kind is ColumnKind.Numeric or ColumnKind.Logical or ColumnKind.Factor;

    private static IEnumerable<Proposal> Those(KnownColumns? known, Func<KnownColumn, bool> isWanted) =>
        known is null ? [] : known.Columns.Where(isWanted).Select(Of);

    private static Proposal Of(KnownColumn column)
    {
        var lines = new List<string> { column.TypeText.Length > 0 ? column.TypeText + " " + column.Name : column.Name };
        if (!column.Type.Levels.IsDefaultOrEmpty)
        {
            string levels = string.Join(", ", column.Type.Levels.Take(MostLevels)) + (column.Type.Levels.Length > MostLevels ? ", .." : "");
            lines[0] += $" ({(column.Type.IsOrdered ? "ordered levels" : "levels")} {levels})";
        }

        if (column.Documentation.Length > 0)
        {
            lines.Add(column.Documentation);
        }

        return new Proposal(column.Name, ProposalKind.Column, column.TypeText, string.Join("\n", lines)) { Text = Written(column.Name) };
    }

    /// <summary>A name as a formula writes it: in back-quotes where it is not a plain name.</summary>
    private static string Written(string name) =>
        NameRules.IsSyntactic(name) && !NameRules.IsReserved(name) ? name : QuotedText.Write(name, '`');
}
