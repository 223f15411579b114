using System.Collections.Immutable;
using GlmmDsl.Analyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Fits;

/// <summary>Where a fit is made, for the fix that refits it.</summary>
internal sealed partial class FitTracer
{
    private static readonly string[] RemlNames = ["FitReml", "FitRemlAsync", "RemlFit"];

    /// <summary>The names to change for the fit to be an ML one; empty when the code that makes it cannot be seen.</summary>
    private ImmutableArray<Location> MakingOf(Bound fit, int depth)
    {
        fit = fit.Stripped();
        if (depth > ValueTracer.DeepestTrace)
        {
            return ImmutableArray<Location>.Empty;
        }

        switch (fit.Operation)
        {
            case IInvocationOperation invocation when RemlNames.Contains(invocation.TargetMethod.Name):
                return NamesIn((invocation.Syntax as InvocationExpressionSyntax)?.Expression);
            case IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task }:
                return MakingOf(fit.With(task), depth + 1);
            case IAwaitOperation await:
                return MakingOf(fit.With(await.Operation), depth + 1);
            case IParameterReferenceOperation parameter when Bindings.Find(fit.Bindings, parameter.Parameter) is { } bound:
                return WithDeclaredType(MakingOf(bound, depth + 1), parameter.Parameter);
            case ILocalReferenceOperation local when LocalDefinitions.Around(local).Reaching(local) is { Count: 1 } reaching && reaching[0] is { Value: { } value, IsValue: true }:
                return WithDeclaredType(MakingOf(fit.With(value), depth + 1), local.Local);
            case IFieldReferenceOperation field when MemberValues.OfField(field.Field, model, cancellationToken) is { Count: 1 } held:
                return WithDeclaredType(MakingOf(new Bound(held[0], null), depth + 1), field.Field);
            default:
                return ImmutableArray<Location>.Empty;
        }
    }

    /// <summary>
    /// The places to change with the type that a variable is declared with: of an alias of a local, the whole type. Empty where that type cannot be
    /// changed here and would not hold an ML fit.
    /// </summary>
    private ImmutableArray<Location> WithDeclaredType(ImmutableArray<Location> making, ISymbol variable)
    {
        SyntaxNode? declaration = variable.DeclaringSyntaxReferences is { Length: 1 } references ? references[0].GetSyntax(cancellationToken) : null;
        TypeSyntax? type = (declaration?.Parent as VariableDeclarationSyntax)?.Type ?? (declaration as ParameterSyntax)?.Type;
        if (making.IsEmpty || type is null || type.IsVar || FitTypes.OfFit(TypeOf(variable)) is null)
        {
            return making;
        }

        ImmutableArray<Location> names = variable is IParameterSymbol ? ImmutableArray<Location>.Empty : NamesIn(type);
        bool canBeVar = variable is ILocalSymbol && declaration is VariableDeclaratorSyntax { Initializer: not null, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax } };
        return !names.IsEmpty ? making.AddRange(names) : canBeVar ? making.Add(type.GetLocation()) : ImmutableArray<Location>.Empty;
    }

    private static ITypeSymbol? TypeOf(ISymbol variable) =>
        variable switch
        {
            ILocalSymbol local => local.Type,
            IFieldSymbol field => field.Type,
            IParameterSymbol parameter => parameter.Type,
            _ => null,
        };

    private static ImmutableArray<Location> NamesIn(SyntaxNode? node)
    {
        SimpleNameSyntax? name = node switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            QualifiedNameSyntax qualified => qualified.Right,
            NullableTypeSyntax nullable => nullable.ElementType is QualifiedNameSyntax inner ? inner.Right : nullable.ElementType as SimpleNameSyntax,
            SimpleNameSyntax simple => simple,
            _ => null,
        };
        return name is not null && RemlNames.Contains(name.Identifier.ValueText) ? ImmutableArray.Create(name.Identifier.GetLocation()) : ImmutableArray<Location>.Empty;
    }
}
