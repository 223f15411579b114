using GlmmDsl.Completion.Formulas;
using GlmmDsl.Completion.Places;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Completion.Proposals;

/// <summary>What can be written at a caret, best first, and what of the text it replaces.</summary>
internal static class FormulaProposals
{
    /// <summary>The proposals; none where nothing is known by name.</summary>
    /// <param name="place">The text and the caret.</param>
    /// <param name="word">The part of the text that a proposal replaces.</param>
    public static IReadOnlyList<Proposal> Of(TextAtCaret place, out TextSpan word)
    {
        string text = place.Text.Value;
        switch (place.Role)
        {
            case TextRole.ResultName:
                word = new TextSpan(0, text.Length);
                return [.. place.Names.Select(name => new Proposal(name.Name, ProposalKind.Result, name.What, "The " + name.What + " " + name.Name + "."))];
            case TextRole.Column:
                word = new TextSpan(0, text.Length);
                return [.. ColumnProposals.Numbers(place.Known).Select(proposal => proposal with { Text = proposal.Name })];
            case TextRole.Contrasts:
                return OfContrasts(place, out word);
            default:
                FormulaCaret caret = FormulaCaret.Of(text, place.Offset, place.Role == TextRole.Expression);
                word = caret.Word;
                return OfFormula(place, caret);
        }
    }

    private static IReadOnlyList<Proposal> OfFormula(TextAtCaret place, FormulaCaret caret)
    {
        IEnumerable<Proposal> proposals = caret.Kind switch
        {
            CaretKind.Response => ColumnProposals.Responses(place.Known).Concat(FunctionProposals.OfResponse(place.Known)),
            CaretKind.Term => ColumnProposals.Terms(place.Known, ResponseIn(place.Text.Value)).Concat(FunctionProposals.OfTerms(place.Known)).Concat(FunctionProposals.Structures()),
            CaretKind.InnerTerm => ColumnProposals.Terms(place.Known, ResponseIn(place.Text.Value)).Concat(FunctionProposals.OfTerms(place.Known)),
            CaretKind.Group => ColumnProposals.Groups(place.Known).Concat(FunctionProposals.OfGroups()),
            CaretKind.Argument => OfArgument(place.Known, caret),
            CaretKind.StructureArgument => FunctionProposals.StructureArguments(),
            CaretKind.StructureValue => FunctionProposals.Logicals(),
            CaretKind.Level => LevelProposals.Of(place.Known?.Find(caret.Compared!), caret.Quote),
            _ => [],
        };

        // Inside back-quotes only names can stand, and their marks are there.
        return caret.Quote == '`'
            ? [.. proposals.Where(proposal => proposal.Kind == ProposalKind.Column).Select(proposal => proposal with { Text = proposal.Name })]
            : [.. proposals];
    }

    private static IEnumerable<Proposal> OfArgument(KnownColumns? known, FormulaCaret caret)
    {
        FormulaFunction? function = FunctionCatalog.Find(caret.Function!);
        ArgumentKind kind = function?.Parameters.ElementAtOrDefault(caret.Argument)?.Kind ?? ArgumentKind.Number;
        return kind == ArgumentKind.WholeNumber || (function is not null && caret.Argument >= function.Parameters.Length)
            ? []
            : ColumnProposals.Arguments(known, kind).Concat(kind == ArgumentKind.Grouping ? [] : FunctionProposals.OfArguments(known));
    }

    private static IReadOnlyList<Proposal> OfContrasts(TextAtCaret place, out TextSpan word)
    {
        foreach (ContrastItem item in ContrastItems.Read(place.Text.Value))
        {
            if (item.CodingName is not null && place.Offset >= item.CodingSpan.Start && place.Offset <= item.CodingSpan.End)
            {
                word = item.CodingSpan;
                return LevelProposals.Codings();
            }

            if (place.Offset >= item.NameSpan.Start && place.Offset <= item.NameSpan.End)
            {
                word = item.NameSpan;
                return [.. ColumnProposals.Factors(place.Known).Select(proposal => proposal with { Text = proposal.Name })];
            }
        }

        // Blanks around the words belong to none: after a sign a coding comes, after a comma a column.
        word = new TextSpan(place.Offset, 0);
        string before = place.Text.Value.Substring(0, place.Offset).TrimEnd();
        return before.EndsWith("=", StringComparison.Ordinal) ? LevelProposals.Codings()
            : before.Length == 0 || before.EndsWith(",", StringComparison.Ordinal) ? [.. ColumnProposals.Factors(place.Known).Select(proposal => proposal with { Text = proposal.Name })]
            : [];
    }

    /// <summary>The response of a formula where it is one column: it cannot be a term.</summary>
    private static string? ResponseIn(string text)
    {
        int tilde = text.IndexOf('~');
        string response = tilde < 0 ? "" : text.Substring(0, tilde).Trim().Trim('`');
        return response.Length > 0 ? response : null;
    }
}
