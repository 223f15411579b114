using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Completion.Places;

/// <summary>Reads the documentation of symbols.</summary>
internal static class Documentation
{
    /// <summary>
    /// The first line of a symbol's documentation; empty where there is none. A positional member of a record is documented as a parameter of the record.
    /// </summary>
    public static string FirstLineOf(ISymbol symbol, CancellationToken cancellationToken)
    {
        string own = FirstLine(symbol.GetDocumentationCommentXml(cancellationToken: cancellationToken), "summary", null);
        return own.Length > 0 || symbol.ContainingType is not { } type
            ? own
            : FirstLine(type.GetDocumentationCommentXml(cancellationToken: cancellationToken), "param", symbol.Name);
    }

    private static string FirstLine(string? xml, string element, string? name)
    {
        if (string.IsNullOrWhiteSpace(xml))
        {
            return "";
        }

        try
        {
            // The parts of a partial type give several comments without a root.
            XElement? found = XElement.Parse("<all>" + xml + "</all>").Descendants(element).FirstOrDefault(e => name is null || (string?)e.Attribute("name") == name);
            string text = found is null ? "" : string.Concat(found.Nodes().Select(TextOf));
            return text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "";
        }
        catch (XmlException)
        {
            // A comment that is being written.
            return "";
        }
    }

    private static string TextOf(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement element when (element.Attribute("cref") ?? element.Attribute("name") ?? element.Attribute("langword")) is { } target && element.IsEmpty =>
                target.Value.Substring(target.Value.LastIndexOfAny(['.', ':']) + 1),
            XElement element => string.Concat(element.Nodes().Select(TextOf)),
            _ => "",
        };
}
