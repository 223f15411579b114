using GlmmDsl.Analyzers.Specifications;
using GlmmDsl.Analyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Fits;

/// <summary>Fits that calls return or choose.</summary>
internal sealed partial class FitTracer
{
    private SourceSet? OfInvocation(Bound value, IInvocationOperation invocation, int depth)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (SpecificationReader.IsFit(invocation))
        {
            return OfRunTimeFit(value, invocation, depth);
        }

        if (method.Name == "RefitMl" && invocation.Instance is { } refitted && FitTypes.IsLibraryType(method.ContainingType, "MixedModelFit"))
        {
            return SourcesOf(value.With(refitted), depth + 1)?.AsMl();
        }

        if (invocation.Arguments.Length >= 1 && method.ContainingType is { Name: "Math" or "Double" or "Convert", ContainingNamespace.Name: "System" } && method.Name is "Round" or "Floor" or "Ceiling" or "Truncate" or "ToDouble" or "Exp")
        {
            return SourcesOf(value.With(invocation.Arguments[0].Value), depth + 1);
        }

        if (invocation.Arguments.Length == 2 && method.ContainingType is { Name: "Math" or "Double", ContainingNamespace.Name: "System" } && method.Name is "Min" or "Max")
        {
            // best = Math.Min(best, value): the variable's previous value is among its other definitions.
            ILocalSymbol? target = TargetOf(invocation);
            return Alternatives(invocation.Arguments
                .Where(argument => target is null || value.With(argument.Value).Stripped().Operation is not ILocalReferenceOperation local || !SymbolEqualityComparer.Default.Equals(local.Local, target))
                .Select(argument => SourcesOf(value.With(argument.Value), depth + 1)));
        }

        if (invocation.Arguments.Length >= 1 && ValueTracer.IsLinq(method) && method.Name is "First" or "Last" or "Single" or "ElementAt" or "FirstOrDefault" or "LastOrDefault" or "SingleOrDefault" or "Min" or "Max" or "MinBy" or "MaxBy")
        {
            Elements? elements = values.ElementsOf(value.With(invocation.Arguments[0].Value), depth + 1);
            bool isSelected = method.Name is "Min" or "Max" && invocation.Arguments.Length == 2;
            elements = isSelected ? values.Selected(elements, value.With(invocation.Arguments[1].Value)) : elements;
            return elements is null ? null : Alternatives(elements.Items.Select(element => SourcesOf(element, depth + 1)));
        }

        if (invocation.Instance is { } task && method.Name is "ConfigureAwait" or "GetAwaiter" or "GetResult" && method.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal))
        {
            return SourcesOf(value.With(task), depth + 1);
        }

        if (method.ContainingType.Name is "Task" or "ValueTask" && method.Name is "Run" or "FromResult" && invocation.Arguments.Length >= 1)
        {
            Bound made = value.With(invocation.Arguments[0].Value);
            return method.Name == "FromResult" ? SourcesOf(made, depth + 1) : values.FunctionOf(made, depth)?.Call() is { } run ? SourcesOf(run, depth + 1) : null;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke && invocation.Instance is { } called)
        {
            Bound[] arguments = invocation.Arguments.Select(argument => value.With(argument.Value)).ToArray();
            return values.FunctionOf(value.With(called), depth)?.Call(arguments) is { } result ? SourcesOf(result, depth + 1) : null;
        }

        return MemberValues.OfMethod(method, model, cancellationToken) is { } returned
            ? Alternatives(returned.Select(r => SourcesOf(new Bound(r, Bindings.Of(value, invocation.Arguments)), depth + 1)))
            : null;
    }

    /// <summary>The local that a value is assigned to; null when there is none.</summary>
    private static ILocalSymbol? TargetOf(IOperation value)
    {
        IOperation? parent = value.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } ? target.Local : null;
    }

    private SourceSet? OfLazy(Bound lazy, int depth) =>
        values.MadeAt(lazy, depth).Operation is IObjectCreationOperation { Arguments: { Length: >= 1 } arguments } && values.FunctionOf(lazy.With(arguments[0].Value), depth)?.Call() is { } made
            ? SourcesOf(made, depth + 1)
            : null;
}
