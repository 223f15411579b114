using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Values;

/// <summary>One place that gives a local variable its value.</summary>
/// <param name="Site">The declaration or assignment.</param>
/// <param name="Value">The value, or the collection or tuple it is taken from; null when the code does not show it (an out argument, a compound assignment).</param>
/// <param name="IsElement">Whether it is each element of the collection in turn.</param>
/// <param name="TupleIndex">Which element of a tuple it is; -1 when it is the value itself.</param>
/// <param name="Part">The part of the value that a pattern takes; null when it is the value itself.</param>
internal sealed record LocalDefinition(IOperation Site, IOperation? Value, bool IsElement = false, int TupleIndex = -1, PatternPart? Part = null)
{
    /// <summary>The <c>out</c> argument that the variable is; null where it is none.</summary>
    public IArgumentOperation? Out => Value is null && Site is IArgumentOperation { Parameter.RefKind: RefKind.Out } argument ? argument : null;

    /// <summary>Whether it is the value itself.</summary>
    public bool IsValue => !IsElement && TupleIndex < 0 && Part is null;
}

/// <summary>Something put into a local collection after it is created.</summary>
/// <param name="Index">Its place or key; null where it is added after the others.</param>
/// <param name="Value">What is put in.</param>
/// <param name="IsCertain">Whether it is put in always, under no condition.</param>
/// <param name="IsLooped">Whether a loop puts in several such.</param>
internal sealed record AddedElement(IOperation? Index, IOperation Value, bool IsCertain, bool IsLooped);

/// <summary>Where the locals of one body get their values, and their collections their elements. Found once for each body.</summary>
internal sealed class LocalDefinitions
{
    private static readonly ConditionalWeakTable<IOperation, LocalDefinitions> Cache = new();

    private const int MostDefinitions = 64;
    private const int MostReaching = 12;

    private readonly ConcurrentDictionary<IOperation, IReadOnlyList<LocalDefinition>> reaching = new();
    private readonly Dictionary<ILocalSymbol, List<LocalDefinition>> definitions = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ILocalSymbol, List<AddedElement>> elements = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ILocalSymbol> emptied = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ILocalSymbol> reordered = new(SymbolEqualityComparer.Default);

    private LocalDefinitions(IOperation body)
    {
        foreach (IOperation operation in body.DescendantsAndSelf())
        {
            Add(operation);
        }
    }

    /// <summary>The definitions of the body that contains an operation.</summary>
    public static LocalDefinitions Around(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return Cache.GetValue(operation, body => new LocalDefinitions(body));
    }

    /// <summary>What is put into a local collection after it is created: assignments to elements, calls of <c>Add</c>.</summary>
    public IReadOnlyList<AddedElement> ElementsAdded(ILocalSymbol local) =>
        elements.TryGetValue(local, out List<AddedElement>? found) ? found : Array.Empty<AddedElement>();

    /// <summary>Whether elements are taken out of a local collection somewhere.</summary>
    public bool IsEmptied(ILocalSymbol local) => emptied.Contains(local);

    /// <summary>Whether the elements of a local collection change places somewhere.</summary>
    public bool IsReordered(ILocalSymbol local) => reordered.Contains(local);

    /// <summary>The definitions that a use of a local can see; none where there are too many to check.</summary>
    public IReadOnlyList<LocalDefinition> Reaching(ILocalReferenceOperation use)
    {
        if (!definitions.TryGetValue(use.Local, out List<LocalDefinition>? all) || all.Count > MostDefinitions)
        {
            return Array.Empty<LocalDefinition>();
        }

        IReadOnlyList<LocalDefinition> found = all.Count == 1 ? all : reaching.GetOrAdd(use, _ => Reaching(use.Syntax, all));
        return found.Count <= MostReaching ? found : Array.Empty<LocalDefinition>();
    }

    private static List<LocalDefinition> Reaching(SyntaxNode use, List<LocalDefinition> all)
    {
        SyntaxNode? useFunction = FunctionAround(use);
        if (all.Any(definition => FunctionAround(definition.Site.Syntax) != useFunction))
        {
            // It is not known when a lambda runs.
            return all;
        }

        LocalDefinition? last = all.LastOrDefault(other => other.Site.Syntax.Span.End <= use.SpanStart && AlwaysRunsBefore(other.Site, use));
        return all.FindAll(definition => Reaches(definition.Site.Syntax, use, last?.Site.Syntax));
    }

    private static bool Reaches(SyntaxNode site, SyntaxNode use, SyntaxNode? last)
    {
        bool isBetween = site.Span.End <= use.SpanStart && (last is null || last.SpanStart <= site.SpanStart);
        return isBetween || use.Ancestors().Any(loop => IsLoop(loop) && loop.Span.Contains(site.Span) && (last is null || !loop.Span.Contains(last.Span)));
    }

    /// <summary>Whether a definition is a separate statement in a block around the use, so that earlier values are overwritten.</summary>
    private static bool AlwaysRunsBefore(IOperation site, SyntaxNode use)
    {
        StatementSyntax? statement = site.Syntax.FirstAncestorOrSelf<StatementSyntax>();
        bool isWhole = site is IVariableDeclaratorOperation || site.Parent is IExpressionStatementOperation;
        SyntaxNode? block = statement?.Parent is GlobalStatementSyntax global ? global.Parent : statement?.Parent;
        return isWhole && block is BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax && block.Span.Contains(use.Span);
    }

    private static bool IsLoop(SyntaxNode node) => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    private static SyntaxNode? FunctionAround(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);

    private void Add(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation { Parent: IForEachLoopOperation loop } control:
                Define(control.Symbol, new LocalDefinition(control, loop.Collection, IsElement: true));
                break;
            case IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer() is { } initializer:
                Define(declarator.Symbol, new LocalDefinition(declarator, initializer.Value));
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment:
                Define(target.Local, new LocalDefinition(assignment, assignment.Value));
                break;
            case ISimpleAssignmentOperation { Target: IArrayElementReferenceOperation { ArrayReference: ILocalReferenceOperation array, Indices: { Length: 1 } indices } } assignment:
                AddElement(array.Local, indices[0], assignment.Value, assignment);
                break;
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: ILocalReferenceOperation list, Arguments: { Length: 1 } arguments } } assignment:
                AddElement(list.Local, arguments[0].Value, assignment.Value, assignment);
                break;
            case IInvocationOperation { TargetMethod.Name: "Add", Instance: ILocalReferenceOperation list, Arguments: { Length: >= 1 } arguments } call:
                AddElement(list.Local, arguments.Length == 2 ? arguments[0].Value : null, arguments[arguments.Length - 1].Value, call);
                break;
            case IInvocationOperation { TargetMethod.Name: "Clear" or "Remove" or "RemoveAt" or "RemoveAll" or "RemoveRange" or "RemoveWhere" or "Pop" or "Dequeue" or "TryPop" or "TryDequeue", Instance: ILocalReferenceOperation list }:
                emptied.Add(list.Local);
                break;
            case IInvocationOperation { TargetMethod.Name: "Sort" or "Reverse" or "Insert" or "InsertRange" or "AddRange", Instance: ILocalReferenceOperation list }:
                reordered.Add(list.Local);
                break;
            case IInvocationOperation { TargetMethod: { Name: "Sort" or "Reverse" or "Clear", ContainingType.Name: "Array" }, Arguments: { Length: >= 1 } arguments } when Bare(arguments[0].Value) is ILocalReferenceOperation array:
                reordered.Add(array.Local);
                break;
            case IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local } pattern:
                Define(local, PatternPart.DefinitionOf(pattern));
                break;
            case IRecursivePatternOperation { DeclaredSymbol: ILocalSymbol local } pattern:
                Define(local, PatternPart.DefinitionOf(pattern));
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                AddParts(deconstruction.Target, deconstruction, deconstruction.Value, isElement: false);
                break;
            case IForEachLoopOperation { LoopControlVariable: IDeclarationExpressionOperation or ITupleOperation } loop:
                AddParts(loop.LoopControlVariable, loop.LoopControlVariable, loop.Collection, isElement: true);
                break;
            case ICompoundAssignmentOperation { Target: ILocalReferenceOperation target }:
                Define(target.Local, new LocalDefinition(operation, null));
                break;
            case IIncrementOrDecrementOperation { Target: ILocalReferenceOperation target }:
                Define(target.Local, new LocalDefinition(operation, null));
                break;
            case IArgumentOperation { Value: ILocalReferenceOperation target, Parameter.RefKind: RefKind.Ref or RefKind.Out }:
                Define(target.Local, new LocalDefinition(operation, null));
                break;
            case IArgumentOperation { Value: IDeclarationExpressionOperation { Expression: ILocalReferenceOperation target } }:
                Define(target.Local, new LocalDefinition(operation, null));
                break;
        }
    }

    private void AddParts(IOperation target, IOperation site, IOperation value, bool isElement)
    {
        target = target is IDeclarationExpressionOperation declaration ? declaration.Expression : target;
        if (target is ITupleOperation tuple)
        {
            for (int i = 0; i < tuple.Elements.Length; i++)
            {
                IOperation element = tuple.Elements[i] is IDeclarationExpressionOperation inner ? inner.Expression : tuple.Elements[i];
                if (element is ILocalReferenceOperation local)
                {
                    Define(local.Local, new LocalDefinition(site, value, isElement, TupleIndex: i));
                }
            }
        }
    }

    private void Define(ILocalSymbol local, LocalDefinition definition)
    {
        if (!definitions.TryGetValue(local, out List<LocalDefinition>? list))
        {
            definitions.Add(local, list = new List<LocalDefinition>());
        }

        list.Add(definition);
    }

    private void AddElement(ILocalSymbol local, IOperation? index, IOperation value, IOperation site)
    {
        if (!elements.TryGetValue(local, out List<AddedElement>? list))
        {
            elements.Add(local, list = new List<AddedElement>());
        }

        list.Add(new AddedElement(index, value, IsCertain(local, site.Syntax, out bool isLooped), isLooped));
    }

    /// <summary>Whether a statement runs wherever the declaration of a local does, or in each turn of loops after it: there is no condition or lambda between them, and no way out of the loops.</summary>
    private static bool IsCertain(ILocalSymbol local, SyntaxNode site, out bool isLooped)
    {
        SyntaxNode? block = local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().FirstAncestorOrSelf<BlockSyntax>();
        List<SyntaxNode> between = site.Ancestors().TakeWhile(ancestor => ancestor != block).ToList();
        List<SyntaxNode> loops = between.FindAll(IsLoop);
        isLooped = loops.Count > 0;
        return between.TrueForAll(ancestor => ancestor is not (IfStatementSyntax or SwitchStatementSyntax or ConditionalExpressionSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or CatchClauseSyntax or TryStatementSyntax))
            && loops.TrueForAll(loop => loop is CommonForEachStatementSyntax && !loop.DescendantNodes().Any(node => node is BreakStatementSyntax or ContinueStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax));
    }

    private static IOperation Bare(IOperation operation) => operation is IConversionOperation { OperatorMethod: null } conversion ? Bare(conversion.Operand) : operation;
}
