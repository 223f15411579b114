using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Values;

/// <summary>
/// Follows a value back to the expressions that make it: through locals, fields, tuples, collections, helper methods and lambdas of the project. One tracer
/// takes a bounded number of steps: what lies beyond is treated as unknown.
/// </summary>
internal sealed partial class ValueTracer(SemanticModel model, CancellationToken cancellationToken)
{
    /// <summary>The steps after which a tracer gives up.</summary>
    public const int MostSteps = 20_000;

    /// <summary>The variables and calls that are followed, one from the other.</summary>
    public const int DeepestTrace = 16;

    private const int MostElements = 32;

    private readonly Dictionary<Bound, Elements?> collections = [];

    /// <summary>The steps taken so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Takes a step; false when none are left.</summary>
    public bool TakeStep()
    {
        cancellationToken.ThrowIfCancellationRequested();
        Steps++;
        return Steps <= MostSteps;
    }

    /// <summary>Follows an object to the expression that makes it, as long as there is just one.</summary>
    public Bound MadeAt(Bound value, int depth = 0)
    {
        for (int step = depth; step <= DeepestTrace && TakeStep(); step++)
        {
            value = value.Stripped();
            Bound? next = value.Operation switch
            {
                ILocalReferenceOperation local when LocalDefinitions.Around(local).Reaching(local) is { Count: 1 } reaching && reaching[0] is { Value: { } made, IsValue: true } => value.With(made),
                IParameterReferenceOperation parameter => Bindings.Find(value.Bindings, parameter.Parameter),
                IFieldReferenceOperation field when MemberValues.OfField(field.Field, model, cancellationToken) is { Count: 1 } values => new Bound(values[0], null),
                IPropertyReferenceOperation property when MemberValues.OfProperty(property.Property, model, cancellationToken) is { Count: 1 } values => new Bound(values[0], null),
                IArrayElementReferenceOperation { Indices: { Length: 1 } indices } element when indices[0].ConstantValue is { HasValue: true, Value: { } place } => ElementAt(value.With(element.ArrayReference), place, step + 1),
                IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } indexed, Arguments: { Length: 1 } keys } when keys[0].Value.ConstantValue is { HasValue: true, Value: { } key } => ElementAt(value.With(indexed), key, step + 1),
                IAwaitOperation await => value.With(await.Operation),
                IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" }, Arguments: { Length: 1 } results } => value.With(results[0].Value),
                IInvocationOperation invocation when MemberValues.OfMethod(invocation.TargetMethod, model, cancellationToken) is { Count: 1 } returned => new Bound(returned[0], Bindings.Of(value, invocation.Arguments)),
                _ => null,
            };
            if (next is null)
            {
                return value;
            }

            value = next.Value;
        }

        return value;
    }

    /// <summary>The function that a delegate refers to; null when it cannot be seen.</summary>
    public BoundFunction? FunctionOf(Bound value, int depth = 0)
    {
        value = MadeAt(value, depth);
        return value.Operation switch
        {
            IDelegateCreationOperation creation => FunctionOf(value.With(creation.Target), depth + 1),
            IAnonymousFunctionOperation function => new BoundFunction(function.Symbol.Parameters, ResultOf(function), function.Body, value.Bindings),
            IMethodReferenceOperation reference when MemberValues.OfMethod(reference.Method, model, cancellationToken) is { Count: 1 } returned =>
                new BoundFunction(reference.Method.Parameters, returned[0], MemberValues.BodyOf(reference.Method, model, cancellationToken), null),
            _ => null,
        };
    }

    /// <summary>The variable of a <c>for</c> loop that an index is; null where it is none, or an expression of one.</summary>
    public ILocalSymbol? LoopVariableIn(Bound place, IOperation index) =>
        place.With(index).Stripped().Operation is ILocalReferenceOperation { Local: var local } && IsLoopVariable(local) ? local : null;

    /// <summary>Whether a local is declared by a <c>for</c> loop.</summary>
    public bool IsLoopVariable(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences is { Length: 1 } references && references[0].GetSyntax(cancellationToken) is { Parent.Parent: ForStatementSyntax };

    /// <summary>Whether a method is one of LINQ over objects.</summary>
    public static bool IsLinq(IMethodSymbol method) => method.ContainingType is { Name: "Enumerable", ContainingNamespace.Name: "Linq" };

    private static IOperation? ResultOf(IAnonymousFunctionOperation function) =>
        function.Body.Operations.Where(operation => operation is IReturnOperation { ReturnedValue: not null }).ToList() is { Count: 1 } returns
            ? ((IReturnOperation)returns[0]).ReturnedValue
            : null;
}
