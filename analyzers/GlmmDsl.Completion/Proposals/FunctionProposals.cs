using GlmmDsl.Completion.Places;
using GlmmDsl.Formulas;

namespace GlmmDsl.Completion.Proposals;

/// <summary>The functions that can stand in each place of a formula, with their signatures.</summary>
internal static class FunctionProposals
{
    /// <summary>Functions that make a response.</summary>
    public static IEnumerable<Proposal> OfResponse(KnownColumns? known) =>
        Of(function => function.Result is FunctionResult.Number or FunctionResult.Argument or FunctionResult.SuccessesAndFailures).Concat(Users(known));

    /// <summary>Functions that make a term.</summary>
    public static IEnumerable<Proposal> OfTerms(KnownColumns? known) =>
        Of(function => function.Result is not (FunctionResult.SuccessesAndFailures or FunctionResult.Summary)).Concat(Users(known));

    /// <summary>Functions that make a grouping factor.</summary>
    public static IEnumerable<Proposal> OfGroups() => Of(function => function.Result == FunctionResult.Factor);

    /// <summary>Functions that make an argument of another.</summary>
    public static IEnumerable<Proposal> OfArguments(KnownColumns? known) =>
        Of(function => function.Result is FunctionResult.Number or FunctionResult.Summary).Concat(Users(known))
            .Concat(FunctionCatalog.Constants.Select(constant => new Proposal(constant, ProposalKind.Constant, "", constant == "pi" ? "The number 3.14159.." : "A logical constant.")));

    /// <summary>The covariance structures.</summary>
    public static IEnumerable<Proposal> Structures() =>
        StructureNames.All.Select(name => new Proposal(name, ProposalKind.Structure, StructureWords.Term(name), name + StructureWords.Term(name) + "\n" + StructureWords.Of(name)));

    /// <summary>The argument of a covariance structure with each of its values.</summary>
    public static IEnumerable<Proposal> StructureArguments() =>
        Logicals().Select(value => value with { Name = "hom = " + value.Name, Text = "hom = " + value.Name });

    /// <summary>The values of that argument.</summary>
    public static IEnumerable<Proposal> Logicals() =>
        [new Proposal("TRUE", ProposalKind.Constant, "", "One variance for all random effects of the term."), new Proposal("FALSE", ProposalKind.Constant, "", "A variance for each random effect of the term.")];

    private static IEnumerable<Proposal> Of(Func<FormulaFunction, bool> isWanted) =>
        FunctionCatalog.All.Where(isWanted).Select(function =>
            new Proposal(function.Name, ProposalKind.Function, function.Signature.Substring(function.Name.Length), function.Signature + "\n" + function.Description));

    private static IEnumerable<Proposal> Users(KnownColumns? known) =>
        known is null ? [] : known.Functions.Select(function =>
            new Proposal(function.Name, ProposalKind.Function, function.Signature, function.Name + function.Signature + (function.Documentation.Length > 0 ? "\n" + function.Documentation : "")));
}
