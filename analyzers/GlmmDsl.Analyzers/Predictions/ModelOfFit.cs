using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Analyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Predictions;

/// <summary>Finds the model of a fit: by its type for typed models, by the call that made it for fits at run time.</summary>
internal sealed class ModelOfFit(ModelAttributes attributes, SemanticModel model, CancellationToken cancellationToken)
{
    private const int DeepestTrace = 8;

    private readonly SpecificationReader reader = new(model, cancellationToken);

    /// <summary>The specification of the model whose fit a value is; null when it cannot be seen, or the value is not a fit of a generalised model.</summary>
    public Specification? Of(IOperation fit) => Of(fit, 0);

    private Specification? Of(IOperation fit, int depth)
    {
        fit = SpecificationReader.Stripped(fit);
        if (depth > DeepestTrace)
        {
            return null;
        }

        if (IsTyped(fit.Type))
        {
            return attributes.GeneralizedOn(fit.Type!.ContainingType) is { } attribute ? SpecificationReader.OfModel(attribute) : null;
        }

        return fit switch
        {
            IPropertyReferenceOperation { Property.Name: "Result", Instance: { } typed } when IsTyped(typed.Type) => Of(typed, depth + 1),
            IConditionalAccessInstanceOperation instance => instance.ConditionalAccess() is { } access ? Of(access.Operation, depth + 1) : null,
            IInvocationOperation invocation when SpecificationReader.IsFit(invocation) => reader.OfFit(invocation),
            _ => reader.SingleValue(fit) is { } value ? Of(value, depth + 1) : null,
        };
    }

    private static bool IsTyped(ITypeSymbol? type)
    {
        for (ITypeSymbol? candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (candidate is { Name: "TypedFit", ContainingNamespace: { Name: "Modeling", ContainingNamespace: { Name: "GlmmDsl", ContainingNamespace.IsGlobalNamespace: true } } })
            {
                return true;
            }
        }

        return false;
    }
}
