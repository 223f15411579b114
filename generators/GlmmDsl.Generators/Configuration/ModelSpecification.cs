using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Configuration;

/// <summary>
/// A declaration whose formula has been planned. The plan depends only on the declaration, so that equal declarations give equal
/// specifications.
/// </summary>
internal sealed class ModelSpecification : IEquatable<ModelSpecification>
{
    private ModelSpecification(ModelDeclaration declaration, string formula, DesignPlan? plan, string problem, ModelTerms? terms = null)
    {
        Declaration = declaration;
        Formula = formula;
        Plan = plan;
        Problem = problem;
        DesignPlan? withFixedEffects = plan ?? PartialPlans.OfFixedEffects(terms, declaration.Row);

        // There is no key for a wrong family or wrong weights.
        DesignPlan? withResponse = withFixedEffects
            ?? (FamilyAndWeights.ProblemWith(declaration) is null ? PartialPlans.OfResponse(formula, declaration.Row) : null);
        Fits = FitWays.Of(declaration).Select(way => new KeyedFit(way, KeyNames.Of(way, declaration, way == FitWay.Reml ? withFixedEffects : withResponse))).ToImmutableArray();
    }

    /// <summary>The declaration, with the attribute's codings set on its columns and trials as weights with their own kind.</summary>
    public ModelDeclaration Declaration { get; }

    /// <summary>The formula with the attribute's offset added.</summary>
    public string Formula { get; }

    /// <summary>The plan; null where formula or options are wrong.</summary>
    public DesignPlan? Plan { get; }

    /// <summary>The plan of the zero inflation; null without it.</summary>
    public DesignPlan? ZeroInflation { get; private init; }

    /// <summary>The plan of the dispersion, <c>~ 1</c> where the family has one without a formula; null for a family that has none, and for a linear model.</summary>
    public DesignPlan? Dispersion { get; private init; }

    /// <summary>How the model can be fitted, the usual way first.</summary>
    public ImmutableArray<KeyedFit> Fits { get; }

    /// <summary>The errors, shown if the model is run in spite of the compiler's errors; empty if there is a plan.</summary>
    public string Problem { get; }

    /// <summary>Parses and plans a declared model.</summary>
    public static ModelSpecification Create(ModelDeclaration declared)
    {
        ModelDeclaration declaration = FamilyAndWeights.Normalized(ContrastList.Apply(declared, out string? problem));
        string formula = declaration.Offset is null ? declaration.Formula : declaration.Formula + " + offset(" + declaration.Offset + ")";
        problem ??= FamilyAndWeights.ProblemWith(declaration) ?? ProblemWithOffset(declaration);
        if (problem is not null)
        {
            return new ModelSpecification(declaration, formula, null, problem);
        }

        FormulaParseResult parsed = FormulaParser.Parse(formula);
        if (parsed.Syntax is null || !parsed.Diagnostics.IsEmpty)
        {
            return Failed(parsed.Diagnostics);
        }

        TermExpansion expansion = TermExpander.Expand(parsed.Syntax);
        if (expansion.Terms is null || !expansion.Diagnostics.IsEmpty)
        {
            return Failed(expansion.Diagnostics);
        }

        DesignPlanResult planned = DesignPlan.Create(expansion.Terms, new RowColumnTypes(declaration.Row));
        if (planned.Plan is { } whole && TypedMembers.TooMany(whole) is { } tooMany)
        {
            return Failed(ImmutableArray.Create(tooMany), expansion.Terms);
        }

        if (planned.Plan is not { Response: not null } plan || !planned.Diagnostics.IsEmpty)
        {
            return Failed(planned.Diagnostics, expansion.Terms);
        }

        (DesignPlan? zeroInflation, string? wrong) = ComponentPlans.Of(declaration.ZeroInflation, "zero inflation", declaration.Row);
        (DesignPlan? dispersion, string? alsoWrong) = ComponentPlans.Of(declaration.ReportedDispersion, "dispersion", declaration.Row);
        return (wrong ?? alsoWrong) is { } component
            ? new ModelSpecification(declaration, formula, null, component, expansion.Terms)
            : new ModelSpecification(declaration, formula, plan, "") { ZeroInflation = zeroInflation, Dispersion = dispersion };

        ModelSpecification Failed(ImmutableArray<FormulaDiagnostic> diagnostics, ModelTerms? terms = null) =>
            new(declaration, formula, null, diagnostics.IsEmpty ? "The formula has no response." : string.Join(" ", diagnostics.Select(d => d.Message)), terms);
    }

    public bool Equals(ModelSpecification? other) => other is not null && Declaration.Equals(other.Declaration);

    public override bool Equals(object? obj) => Equals(obj as ModelSpecification);

    public override int GetHashCode() => Declaration.GetHashCode();

    /// <summary>An offset is first parsed separately, so that it cannot close the parenthesis it is put in.</summary>
    private static string? ProblemWithOffset(ModelDeclaration declaration)
    {
        if (declaration.Offset is null)
        {
            return null;
        }

        FormulaParseResult parsed = FormulaParser.Parse("~ offset(" + declaration.Offset + ")");
        return parsed.Syntax?.Right is CallSyntax && parsed.Diagnostics.IsEmpty ? null : $"The offset '{declaration.Offset}' is not an expression.";
    }
}

/// <summary>A way to fit a model, with the key of the fits that its fits can be compared with.</summary>
/// <param name="Way">The way.</param>
/// <param name="Key">The key; null where what it represents is wrong: fixed effects and response of REML fits, the response of all others.</param>
internal sealed record KeyedFit(FitWay Way, KeyType? Key);
