using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using CallSyntax = GlmmDsl.Formulas.CallSyntax;
using FamilyFacts = GlmmDsl.Formulas.FamilyFacts;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>GLMM308: a link or weights that the family does not have, or trials that are given twice. The run refuses each of them, whatever the rows.</summary>
internal sealed class ConflictingSettingsRule : SpecificationRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.ConflictingSettings);

    /// <inheritdoc/>
    public override bool NeedsFormula => false;

    /// <inheritdoc/>
    public override void Check(Specification specification, Action<Diagnostic> report)
    {
        // The compiler reports that there is no type of that name (CS0246), and the rule explains why.
        string[] foreign = specification.IsLinearAttribute ? [Specification.FamilyName, "Link", "Trials", "ZeroInflation"] : [];
        foreach (string name in foreign)
        {
            if (specification.Find(name) is { Whole: AttributeArgumentSyntax { NameEquals: { } named } })
            {
                report(Diagnostic.Create(DiagnosticDescriptors.ConflictingSettings, named.Name.GetLocation(), FaultOfLinear(name)));
            }
        }

        foreach (string name in new[] { Specification.FamilyName, "Link" }.Except(foreign))
        {
            if (specification.Find(name) is { IsConstant: true, Value: not null, Member: null, Expression: { } expression })
            {
                report(Diagnostic.Create(DiagnosticDescriptors.ConflictingSettings, expression.GetLocation(), $"{name} has no member with the value {expression}"));
            }
        }

        if (specification.HasOwnFamily && specification.Find("Link") is { Member: not (null or "Default"), Expression: { } ownLink, Whole: { } wholeLink })
        {
            report(SourceFix.Report(
                DiagnosticDescriptors.ConflictingSettings, ownLink.GetLocation(), [Without(wholeLink, "Link")], "The link of a family of your own is part of the family: leave Link out, and let the family's constructor choose it"));
        }

        if (specification.Family is not { } family)
        {
            return;
        }

        if (family == FamilyFacts.Own && specification.Lacks("ResponseFamily") && specification.Find(Specification.FamilyName) is { Expression: { } own, Value: not null })
        {
            report(Diagnostic.Create(
                DiagnosticDescriptors.ConflictingSettings,
                own.GetLocation(),
                specification.IsAttribute ? "A family of your own is named by its class: write typeof(MyFamily) in place of the family" : "A family of your own is an object: set ResponseFamily, and leave Family out"));
        }

        foreach ((string name, string? fault) in new[] { ("ZeroInflation", FaultOfInflation(family)), ("Dispersion", FaultOfDispersion(family)) })
        {
            if (!foreign.Contains(name) && fault is not null && specification.TextOf(name) is not null && specification.Find(name) is { Expression: { } expression, Whole: { } whole })
            {
                report(SourceFix.Report(DiagnosticDescriptors.ConflictingSettings, expression.GetLocation(), [Without(whole, name)], fault));
            }
        }

        foreach ((string name, string? fault) in new[] { ("Link", FaultOfLink(specification, family)), ("WeightKind", FaultOfKind(specification, family)), ("Trials", FaultOfTrials(specification, family)) })
        {
            if (!foreign.Contains(name) && fault is not null && specification.Find(name) is { Expression: { } expression })
            {
                report(Diagnostic.Create(DiagnosticDescriptors.ConflictingSettings, expression.GetLocation(), fault));
            }
        }
    }

    private static string FaultOfLinear(string name) =>
        name switch
        {
            Specification.FamilyName => "A linear mixed model has a normally distributed response: declare a model of another family as [GeneralizedLinearMixedModel<Row>(formula, Family.Binomial)]",
            "ZeroInflation" => "A linear mixed model has no zero inflation, because its response has a density at 0: declare a model of counts, or of positive numbers, as [GeneralizedLinearMixedModel<Row>(formula, Family.Poisson, ZeroInflation = ..)]",
            "Link" => "A linear mixed model has the identity link: declare a model with another link as [GeneralizedLinearMixedModel<Row>(formula, Family.Poisson, Link = Link.Log)]; the mean of a transformed response is modelled by log(y) ~ ..",
            _ => "A linear mixed model has no trials: declare the model as [GeneralizedLinearMixedModel<Row>(formula, Family.Binomial, Trials = ..)]",
        };

    private static string? FaultOfInflation(string family) => FamilyFacts.Of(family) is { CanBeZeroInflated: false } facts
        ? $"A {facts.Words} model has no zero inflation: {(facts.IsContinuous ? "0 has no probability of its own among numbers that can be negative" : "its response has no 0")}"
        : null;

    private static string? FaultOfDispersion(string family) => FamilyFacts.Of(family) is { HasDispersion: false } facts
        ? $"A {facts.Words} model has no dispersion to be modelled: its variance follows from its mean{(Dispersed(facts) is { } other ? $". Use a family that has one, such as {other}" : "")}"
        : null;

    private static string? Dispersed(FamilyFacts facts) => FamilyFacts.All.FirstOrDefault(f => f.Range == facts.Range && f.HasDispersion)?.Name;

    /// <summary>The argument or assignment with the comma before it, or after it where it is the first.</summary>
    private static SourceFix? Without(SyntaxNode whole, string name)
    {
        TextSpan? span = whole.Parent switch
        {
            AttributeArgumentListSyntax { Arguments: var all } when whole is AttributeArgumentSyntax argument && all.IndexOf(argument) is > 0 and var index => TextSpan.FromBounds(all[index - 1].Span.End, whole.Span.End),
            InitializerExpressionSyntax { Expressions: var all } when whole is ExpressionSyntax expression => (all.IndexOf(expression), all.Count) switch
            {
                ( > 0 and var index, _) => TextSpan.FromBounds(all[index - 1].Span.End, whole.Span.End),
                (0, > 1) => TextSpan.FromBounds(whole.SpanStart, all[1].SpanStart),
                _ => whole.Span,
            },
            _ => null,
        };
        return span is { } found ? new SourceFix($"Leave {name} out", new TextChange(found, "")) : null;
    }

    private static string? FaultOfLink(Specification specification, string family) =>
        specification.Find("Link")?.Member is { } link and not "Default" && FamilyFacts.LinksOf(family) is { } links && !links.Contains(link)
            ? $"The {family} family has no {link} link here; its links are {string.Join(", ", links)}"
            : null;

    private static string? FaultOfKind(Specification specification, string family)
    {
        if (specification.Find("WeightKind")?.Member is not { } kind || specification.TextOf("Weights") is not { } column || FamilyFacts.WeightKinds(family) is not { } kinds)
        {
            return null;
        }

        string words = FamilyFacts.InWords(family);
        return kinds.Contains(kind) ? kind == "Trials" ? SaidTwice(specification, column) : null
            : (family, kind) switch
            {
                (FamilyFacts.Binomial, _) => $"A binomial model has no precision weights: '{column}' can be the trials of a proportion (Trials) or count identical rows (Frequency)",
                (FamilyFacts.Gaussian, "Trials") => $"Trials belong to binomial models: in a linear model '{column}' can hold precision weights",
                (FamilyFacts.Gaussian, _) => $"A linear model takes precision weights: repeat each row as often as it occurred, or aggregate by '{column}' in the data",
                (_, "Trials") when FamilyFacts.IsOfCounts(family) => $"A {words} model has no trials: '{column}' can count identical rows (Frequency) or weight their log-likelihoods (Precision); exposure belongs in the formula, as offset(log({column}))",
                _ => $"A {words} model has no weights of the kind {kind}; '{column}' can be of the kind {string.Join(" or ", kinds)}",
            };
    }

    private static string? FaultOfTrials(Specification specification, string family)
    {
        if (specification.TextOf("Trials") is not { } trials)
        {
            return null;
        }

        if (!FamilyFacts.IsOfTrials(family))
        {
            return $"A {FamilyFacts.InWords(family)} model has no trials; exposure belongs in the formula, as offset(log({trials}))";
        }

        bool isSame = specification.TextOf("Weights") == trials && specification.Find("WeightKind")?.Member == "Trials";
        return specification.TextOf("Weights") is { } weights && !isSame
            ? $"A model has one column of weights, and '{trials}' and '{weights}' are two: write the response as cbind(successes, failures) and leave the trials out"
            : SaidTwice(specification, trials);
    }

    private static string? SaidTwice(Specification specification, string column) =>
        specification.Terms?.Response?.Expression is CallSyntax { Function.Name: "cbind" } response
            ? $"{response} says how many trials each row has, and so does '{column}': leave one of them out"
            : null;
}
