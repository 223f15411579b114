using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>A fit of a typed model by quadrature with more than one node, as it is written.</summary>
internal sealed class QuadratureCall
{
    /// <summary>How many nodes the options have where they set none.</summary>
    public const int UsualNodes = 9;

    private readonly InvocationExpressionSyntax? call;
    private readonly SimpleNameSyntax? method;
    private readonly ExpressionSyntax? nodes;
    private readonly bool isCertain;

    private QuadratureCall(SyntaxNode site, ExpressionSyntax? nodes, bool isDefault)
    {
        call = site as InvocationExpressionSyntax;
        method = call?.Expression switch { MemberAccessExpressionSyntax access => access.Name, SimpleNameSyntax name => name, _ => null };
        this.nodes = nodes;
        isCertain = nodes is not null || isDefault;
        Place = ((SyntaxNode?)nodes ?? method ?? site).GetLocation();
    }

    /// <summary>The nodes where the call writes them, or the method's name.</summary>
    public Location Place { get; }

    /// <summary>Reads a call; null where it has one node, or the number is not seen.</summary>
    public static QuadratureCall? WithSeveralNodes(IInvocationOperation invocation, CancellationToken cancellationToken)
    {
        if (SpecificationReader.Argument(invocation, "nodes") is { } number)
        {
            return number.ConstantValue is { HasValue: true, Value: int and > 1 } ? new QuadratureCall(invocation.Syntax, number.Syntax as ExpressionSyntax, false) : null;
        }

        if (invocation.SemanticModel is not { } model || new SpecificationReader(model, cancellationToken).OfQuadrature(invocation) is not { } options)
        {
            return null;
        }

        Setting? setting = options.Find("Nodes");
        int? count = setting is not null ? setting.Value as int? : options.Lacks("Nodes") ? UsualNodes : null;
        bool isDefault = invocation.Arguments.Any(argument => argument.Parameter?.Name == "options" && argument.ArgumentKind == ArgumentKind.DefaultValue);
        return count > 1 ? new QuadratureCall(invocation.Syntax, options.Holds(setting?.Expression) ? setting!.Expression : null, isDefault) : null;
    }

    /// <summary>The fix that asks for one node; null where the call does not show its nodes.</summary>
    public SourceFix? OneNode() =>
        nodes is not null ? new SourceFix("Use one node", new TextChange(nodes.Span, "1"))
        : isCertain && call is { ArgumentList.Arguments: { Count: > 0 } arguments } ? new SourceFix("Use one node", new TextChange(new TextSpan(arguments[0].Span.End, 0), ", nodes: 1"))
        : null;

    /// <summary>The fix that calls another method, without the nodes; null where the call does not show them.</summary>
    /// <param name="names">The other methods' names.</param>
    public SourceFix? Laplace(ImmutableDictionary<string, string> names)
    {
        if (!isCertain || call is null || method is null)
        {
            return null;
        }

        var changes = new List<TextChange> { new(method.Identifier.Span, names[method.Identifier.ValueText]) };
        if (nodes?.FirstAncestorOrSelf<ArgumentSyntax>(argument => argument.Parent == call.ArgumentList) is { } argument)
        {
            if (argument.Expression is BaseObjectCreationExpressionSyntax { Initializer.Expressions: { Count: > 1 } settings } creation)
            {
                int setting = settings.IndexOf(one => one.Span.Contains(nodes.Span));
                changes.Add(new(
                    setting > 0 ? TextSpan.FromBounds(settings[setting - 1].Span.End, settings[setting].Span.End) : TextSpan.FromBounds(settings[0].SpanStart, settings[1].SpanStart), ""));
                if (creation is ObjectCreationExpressionSyntax { Type: var type })
                {
                    changes.Add(new(type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Last().Span, "LaplaceFitOptions"));
                }
            }
            else if (argument.Expression is WithExpressionSyntax)
            {
                // The options that it changes stand elsewhere, and are those of quadrature.
                return null;
            }
            else
            {
                changes.Add(Without(argument, call.ArgumentList.Arguments));
            }
        }

        return new SourceFix("Fit by the Laplace approximation", changes.ToArray());
    }

    /// <summary>Takes an argument out; where arguments by position follow it, null stands in its place.</summary>
    private static TextChange Without(ArgumentSyntax argument, SeparatedSyntaxList<ArgumentSyntax> arguments)
    {
        int index = arguments.IndexOf(argument);
        bool isRemovable = arguments.Skip(index + 1).All(later => later.NameColon is not null);
        return !isRemovable ? new TextChange(argument.Span, "null")
            : index > 0 ? new TextChange(TextSpan.FromBounds(arguments[index - 1].Span.End, argument.Span.End), "")
            : new TextChange(arguments.Count > 1 ? TextSpan.FromBounds(argument.SpanStart, arguments[1].SpanStart) : argument.Span, "");
    }
}
