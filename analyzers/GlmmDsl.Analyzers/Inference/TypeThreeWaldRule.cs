using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>
/// GLMM408: car's type III Wald tests where an interaction holds a factor with treatment contrasts: the tests of the terms inside it are then tests at that factor's
/// reference level. Silent without such an interaction, and for the F tests, which do not depend on the coding.
/// </summary>
internal static class TypeThreeWaldRule
{
    /// <summary>Checks the property that gives type III tests.</summary>
    public static void Check(IPropertyReferenceOperation property, Func<IOperation, SeenFit?> fitOf, SpecificationReader reader, Action<Diagnostic> report)
    {
        if (property is { Property.Name: "Terms", Instance: { } tests } && MemberName.Of(property.Syntax) is { } name)
        {
            Check(name, tests, fitOf, reader, report);
        }
    }

    /// <summary>Checks the method that gives tests of a type.</summary>
    public static void Check(IInvocationOperation invocation, Func<IOperation, SeenFit?> fitOf, SpecificationReader reader, Action<Diagnostic> report)
    {
        if (invocation is { TargetMethod.Name: "Anova", Instance: { } tests, Syntax: InvocationExpressionSyntax call }
            && (SpecificationReader.Argument(invocation, "type") is not { IsImplicit: false } type || Setting.Of(SpecificationReader.Stripped(type), type.Syntax).Member == "III")
            && MemberName.Of(call) is { } name)
        {
            Check(name, tests, fitOf, reader, report);
        }
    }

    private static void Check(SimpleNameSyntax name, IOperation tests, Func<IOperation, SeenFit?> fitOf, SpecificationReader reader, Action<Diagnostic> report)
    {
        if (!LibraryTypes.DerivesFrom(tests.Type, "FixedEffectsTests") && !LibraryTypes.DerivesFrom(tests.Type, "TypedTests"))
        {
            return;
        }

        IOperation value = SpecificationReader.Stripped(tests);
        if (value is IPropertyReferenceOperation { Property.Name: "Result", Instance: { } typed })
        {
            value = SpecificationReader.Stripped(typed);
        }

        IOperation? made = value is IInvocationOperation ? value : reader.SingleValue(value) is { } definition ? SpecificationReader.Stripped(definition) : null;
        if (made is not IInvocationOperation { TargetMethod.Name: "Wald", Instance: { } instance } || fitOf(instance) is not { Model: { } model } || ComparedModel.Of(model) is not { } compared)
        {
            return;
        }

        DesignPlan plan = compared.Plan;
        var coded = new HashSet<string>(CodedOtherwise(compared.Text("Contrasts")), StringComparer.Ordinal);
        List<(string Term, string Factor)> marginal = Marginal(plan, IsTreatment).ToList();
        if (ReadTerm(name) is { } read)
        {
            marginal = marginal.FindAll(one => Letters(one.Term) == read);
        }

        if (marginal.Count == 0)
        {
            return;
        }

        report(SourceFix.Report(
            DiagnosticDescriptors.TypeThreeWald,
            name.GetLocation(),
            [SumCoding(model, name.SyntaxTree, plan, IsTreatment)],
            marginal[0].Term,
            marginal[0].Factor));

        bool IsTreatment(PlanFactor factor) => factor.Variable is { IsCategorical: true, Coding: Coding.Treatment } && !coded.Contains(factor.Variable.Name);
    }

    /// <summary>The factors to which the attribute gives other contrasts, <c>Arm=sum, Dose=poly</c>.</summary>
    private static IEnumerable<string> CodedOtherwise(string? contrasts) =>
        (contrasts ?? "").Split(',').Select(item => item.Split('=')).Where(pair => pair.Length == 2 && pair[1].Trim() != "treatment").Select(pair => pair[0].Trim());

    /// <summary>The letters and digits of the one term whose test is read, <c>tests.Terms.Week</c>, <c>tests.Anova()["Week"]</c>; null where others may be read too.</summary>
    private static string? ReadTerm(SimpleNameSyntax name)
    {
        SyntaxNode tests = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        tests = tests.Parent is InvocationExpressionSyntax call ? call : tests;
        return tests.Parent switch
        {
            MemberAccessExpressionSyntax { Name: IdentifierNameSyntax member } read when read.Expression == tests && read.Parent is not InvocationExpressionSyntax => Letters(member.Identifier.ValueText),
            ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } when arguments[0].Expression is LiteralExpressionSyntax { Token.Value: string term } => Letters(term),
            _ => null,
        };
    }

    private static string Letters(string term) => string.Concat(term.Where(char.IsLetterOrDigit));

    /// <summary>Each term inside another, with the treatment-coded factor that the other has besides.</summary>
    private static IEnumerable<(string Term, string Factor)> Marginal(DesignPlan plan, Func<PlanFactor, bool> isTreatment)
    {
        foreach (PlanTerm whole in plan.Fixed)
        {
            foreach (PlanTerm part in plan.Fixed)
            {
                if (!part.IsIntercept
                    && part.Factors.Length < whole.Factors.Length
                    && part.Factors.All(f => whole.Factors.Any(w => w.Variable.Name == f.Variable.Name))
                    && whole.Factors.Where(isTreatment).Select(w => w.Variable.Name).FirstOrDefault(w => part.Factors.All(f => f.Variable.Name != w)) is { } factor)
                {
                    yield return (part.Name, factor);
                }
            }
        }
    }

    /// <summary>Sum contrasts for the factors of interactions, in the model's attribute; null where that is in another file or has contrasts of its own.</summary>
    private static SourceFix? SumCoding(INamedTypeSymbol model, SyntaxTree tree, DesignPlan plan, Func<PlanFactor, bool> isTreatment)
    {
        AttributeData? data = model.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name is "LinearMixedModelAttribute" or "GeneralizedLinearMixedModelAttribute");
        ImmutableArray<string> factors = plan.Fixed.Where(t => t.Factors.Length > 1).SelectMany(t => t.Factors).Where(isTreatment).Select(f => f.Variable.Name).Distinct(StringComparer.Ordinal).ToImmutableArray();
        return data?.ApplicationSyntaxReference is { } reference
            && reference.SyntaxTree == tree
            && data.NamedArguments.All(a => a.Key != "Contrasts")
            && factors.All(f => f.All(c => char.IsLetterOrDigit(c) || c is '_' or '.'))
            && reference.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: { Count: > 0 } arguments }
                ? new SourceFix("Code the factors of interactions by sum contrasts", new TextChange(new Microsoft.CodeAnalysis.Text.TextSpan(arguments[arguments.Count - 1].Span.End, 0), $", Contrasts = \"{string.Join(", ", factors.Select(f => f + "=sum"))}\""))
                : null;
    }
}
