using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Analyzers.Values;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Inference;

/// <summary>What the code shows of a fit: by its type for typed models, by the call that made it for fits at run time.</summary>
/// <param name="Model">The model class; null for a fit at run time.</param>
/// <param name="IsReml">Whether it was fitted by REML; null where that cannot be seen.</param>
/// <param name="IsGeneralized">Whether its model is a generalised one; null where that cannot be seen.</param>
/// <param name="Specification">The formula and options of a fit at run time; null for a typed one.</param>
/// <param name="Making">The call that made it; null where it cannot be seen.</param>
internal sealed record SeenFit(INamedTypeSymbol? Model, bool? IsReml, bool? IsGeneralized, Specification? Specification, IInvocationOperation? Making)
{
    private const int DeepestTrace = 8;

    /// <summary>The fit that a value is; null where nothing of it can be seen.</summary>
    public static SeenFit? Of(IOperation fit, ModelAttributes attributes, SemanticModel model, CancellationToken cancellationToken) =>
        Of(fit, attributes, new SpecificationReader(model, cancellationToken), 0);

    /// <summary>The terms of its model; null where its formula cannot be seen or is wrong.</summary>
    public ModelTerms? Terms(SpecificationReader reader) => ComparedModel.Of(Model)?.Plan.Terms ?? Specification?.Terms ?? (Making is null ? null : reader.TermsOfFit(Making));

    /// <summary>Whether a type is the fit of a typed model.</summary>
    public static bool IsTyped(ITypeSymbol? type) => LibraryTypes.DerivesFrom(type, "TypedFit");

    private static SeenFit? Of(IOperation fit, ModelAttributes attributes, SpecificationReader reader, int depth)
    {
        fit = SpecificationReader.Stripped(fit);
        if (depth > DeepestTrace)
        {
            return null;
        }

        if (IsTyped(fit.Type) && fit.Type!.ContainingType is { } container)
        {
            return new SeenFit(container, FitTypes.OfFit(fit.Type)?.IsReml, attributes.GeneralizedOn(container) is not null, null, MakingOf(fit, reader, depth));
        }

        switch (fit)
        {
            case IPropertyReferenceOperation { Property.Name: "Result", Instance: { } typed } when IsTyped(typed.Type):
                return Of(typed, attributes, reader, depth + 1);
            case IConditionalAccessInstanceOperation instance:
                return instance.ConditionalAccess() is { } access ? Of(access.Operation, attributes, reader, depth + 1) : null;
            case IInvocationOperation invocation when SpecificationReader.IsFit(invocation):
                Specification? specification = reader.OfFit(invocation);
                bool? isReml = specification?.MemberOf("Method", "Reml") is { } method ? method == "Reml" : null;
                bool? isGeneralized = specification?.Family is null ? null : specification.IsGeneralized;
                return new SeenFit(null, isReml, isGeneralized, specification, invocation);
            case IInvocationOperation { TargetMethod: { Name: "RefitMl" or "Refit" or "RefitFrom" or "RefitWithWeights", ContainingType: var type } refit, Instance: { } refitted } when FitTypes.IsLibraryType(type, "MixedModelFit"):
                return Of(refitted, attributes, reader, depth + 1) is { } original ? original with { IsReml = refit.Name == "RefitMl" ? false : original.IsReml, Making = null } : null;
            default:
                return reader.SingleValue(fit) is { } value ? Of(value, attributes, reader, depth + 1) : null;
        }
    }

    private static IInvocationOperation? MakingOf(IOperation fit, SpecificationReader reader, int depth)
    {
        for (IOperation? value = fit; value is not null && depth <= DeepestTrace; depth++, value = reader.SingleValue(value))
        {
            value = SpecificationReader.Stripped(value);
            if (value is IInvocationOperation invocation)
            {
                return invocation;
            }

            if (value is IConditionalAccessInstanceOperation instance && instance.ConditionalAccess() is { } access)
            {
                return MakingOf(access.Operation, reader, depth + 1);
            }
        }

        return null;
    }
}
